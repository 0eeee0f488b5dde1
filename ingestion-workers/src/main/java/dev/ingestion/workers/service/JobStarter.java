package dev.ingestion.workers.service;

import dev.ingestion.domain.Digest;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StartRequest;
import dev.ingestion.workers.StartRequestsConfig;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.runtime.JobControl;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.StateKeeper;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a job of a command to start, or finds the one that it continues. Thread-safe. */
final class JobStarter {
  private final Stores stores;
  private final Pipelines pipelines;
  private final JobDispatcher dispatcher;
  private final JobControl control;
  private final StateKeeper states;
  private final JobIds ids;
  private final StartRequestsConfig keys;

  @Inject
  JobStarter(
      Stores stores,
      Pipelines pipelines,
      JobDispatcher dispatcher,
      JobControl control,
      StateKeeper states,
      JobIds ids,
      StartRequestsConfig keys) {
    this.stores = stores;
    this.pipelines = pipelines;
    this.dispatcher = dispatcher;
    this.control = control;
    this.states = states;
    this.ids = ids;
    this.keys = keys;
  }

  /**
   * @param key null if the request is not to be told from another of its kind
   */
  Job start(StartIngestion command, @Nullable RequestKey key) {
    Pipeline pipeline = pipelines.get(command.pipeline());
    SourceSettings source = SourceCommands.settings(command, pipeline);
    Optional<Job> before = stores.jobs().active(command.kb());
    before.ifPresent(control::catchUp);
    if (before.isEmpty() && earlier(command, key).isEmpty()) {
      pipeline.sources().open(source).list().close(); // says so if there is none
    }
    return dispatcher.exclusively(
        () -> {
          Optional<StartRequest> earlier = earlier(command, key);
          Optional<Job> done = earlier.flatMap(this::done);
          if (done.isPresent()) {
            return done.get();
          }
          dispatcher.requireOpen();
          dispatcher.requireNotHeld(command.kb());
          Optional<Job> active = stores.jobs().active(command.kb());
          if (active.isPresent()) {
            Job job = granted(resumable(active.get(), source), command);
            // Granted before: the job's version must tell of nothing but that it goes on.
            remember(earlier, command, key, job.id(), job.version());
            return control.resume(job);
          }
          JobId id = earlier.map(StartRequest::job).orElseGet(ids::next);
          remember(earlier, command, key, id, 0);
          Job job = create(id, command, pipeline, source);
          dispatcher.admit(job.id());
          return states.begun(job);
        });
  }

  /**
   * @throws IngestionException IDEMPOTENCY_KEY_REUSED if the key came with another command
   */
  private Optional<StartRequest> earlier(StartIngestion command, @Nullable RequestKey key) {
    Optional<StartRequest> earlier =
        key == null ? Optional.empty() : stores.jobs().remembered(command.kb(), key);
    if (earlier.isPresent() && !earlier.get().fingerprint().equals(fingerprint(command))) {
      throw new IngestionException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "The key '%s' was sent with another request before, which was about job %s. Choose a new key for a new request"
              .formatted(key, earlier.get().job()));
    }
    return earlier;
  }

  /** What came of a request, unless the process died before anything did. */
  private Optional<Job> done(StartRequest request) {
    return stores.jobs().find(request.job()).filter(job -> job.version() > request.version());
  }

  /** Before it is acted on, so that a process that dies in between leaves it to be done again. */
  private void remember(
      Optional<StartRequest> earlier,
      StartIngestion command,
      @Nullable RequestKey key,
      JobId job,
      long version) {
    if (key != null && earlier.isEmpty()) {
      Instant now = ids.now();
      stores
          .jobs()
          .remember(
              new StartRequest(command.kb(), key, fingerprint(command), job, version, now),
              now.minus(keys.retention()));
    }
  }

  /** With the priority as it was asked for: the usual one may change in between. */
  private static String fingerprint(StartIngestion command) {
    Digest digest =
        new Digest()
            .add(command.pipeline())
            .add(command.source().value())
            .add(command.root())
            .add(Boolean.toString(command.hidden()))
            .add(Boolean.toString(command.allowMassDelete()))
            .add(String.valueOf(command.priority()))
            .add(command.include().size());
    command.include().forEach(digest::add);
    command.exclude().forEach(digest::add);
    return digest.hex(32);
  }

  private Job create(JobId id, StartIngestion command, Pipeline pipeline, SourceSettings source) {
    stores.knowledgeBases().findOrCreate(command.kb(), pipeline.model().space());
    stores.knowledgeBases().saveSource(command.kb(), source);
    return states.create(
        Job.pending(
            id,
            command.kb(),
            source.name(),
            source.root(),
            pipeline.name(),
            command.allowMassDelete(),
            priority(command),
            ids.now()));
  }

  /** That which was asked for, or the one that the settings of the knowledge base have. */
  private JobPriority priority(StartIngestion command) {
    return Optional.ofNullable(command.priority())
        .or(() -> usual(command.kb()))
        .orElse(JobPriority.DEFAULT);
  }

  private Optional<JobPriority> usual(KnowledgeBaseId kb) {
    return stores.knowledgeBases().findSettings(kb).map(stored -> stored.settings().priority());
  }

  /** The active job, if this command is one to continue it. */
  private Job resumable(Job active, SourceSettings source) {
    boolean same =
        stores.knowledgeBases().findSource(active.kb(), active.source()).stream()
            .anyMatch(source::equals);
    boolean worked = dispatcher.isBusy(active.kb()) && dispatcher.reasonOfRetry(active) == null;
    if (worked || active.intent() != null) {
      throw conflict(active, "Wait until it has ended");
    }
    if (!same) {
      throw conflict(active, "Start it as it was started before to continue it");
    }
    return active;
  }

  private static IngestionException conflict(Job active, String advice) {
    return new IngestionException(
        ErrorCode.JOB_ACTIVE,
        "Knowledge base '%s' has job %s (%s) for source '%s' at %s. %s, or cancel it"
            .formatted(
                active.kb(),
                active.id(),
                active.status().inWords(),
                active.source(),
                active.root(),
                advice));
  }

  /** The job with what the command allows and asks for beyond what the earlier one did. */
  private Job granted(Job active, StartIngestion command) {
    Job job = active;
    if (command.allowMassDelete() && !job.allowMassDelete()) {
      job =
          states.change(
              job.id(),
              JobEvent.Kind.MASS_DELETE_ALLOWED,
              "",
              (before, now) -> before.allowingMassDelete(now));
    }
    JobPriority priority = command.priority();
    if (priority != null && !priority.equals(job.priority())) {
      job =
          states.change(
              job.id(),
              JobEvent.Kind.PRIORITY_CHANGED,
              "to " + priority,
              (before, now) -> before.prioritized(priority, now));
    }
    return job;
  }
}
