package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.JobRuntime;
import dev.ingestion.workers.runtime.LifecycleManager;
import dev.ingestion.workers.runtime.RunningJobs;
import dev.ingestion.workers.runtime.StateKeeper;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and ends jobs. */
final class DefaultIngestionService implements IngestionService {
  private static final Logger log = LoggerFactory.getLogger(DefaultIngestionService.class);

  private final Stores stores;
  private final KnownBases known;
  private final Pipelines pipelines;
  private final LifecycleManager lifecycle;
  private final RunningJobs running;
  private final StateKeeper states;
  private final JobIds ids;

  @Inject
  DefaultIngestionService(
      Stores stores,
      KnownBases known,
      Pipelines pipelines,
      LifecycleManager lifecycle,
      RunningJobs running,
      StateKeeper states,
      JobIds ids) {
    this.stores = stores;
    this.known = known;
    this.pipelines = pipelines;
    this.lifecycle = lifecycle;
    this.running = running;
    this.states = states;
    this.ids = ids;
  }

  @Override
  public IngestionState start(StartIngestion command) {
    Pipeline pipeline = pipelines.get(command.pipeline());
    SourceSettings source = SourceCommands.settings(command, pipeline);
    Optional<Job> active = stores.jobs().active(command.kb());
    Job job =
        active.isPresent()
            ? resumable(active.get(), source, command)
            : create(command, pipeline, source);
    return states.state(lifecycle.launch(job, pipelines.get(job.pipeline()), source));
  }

  private Job create(StartIngestion command, Pipeline pipeline, SourceSettings source) {
    pipeline.sources().open(source).list().close();
    stores.knowledgeBases().findOrCreate(command.kb(), pipeline.model().space());
    stores.knowledgeBases().saveSource(command.kb(), source);
    return states.create(
        Job.pending(
            ids.next(),
            command.kb(),
            source.name(),
            source.root(),
            pipeline.name(),
            command.allowMassDelete(),
            ids.now()));
  }

  /** The active job, if this command is one to continue it. */
  private Job resumable(Job active, SourceSettings source, StartIngestion command) {
    boolean same =
        stores.knowledgeBases().findSource(active.kb(), active.source()).stream()
            .anyMatch(source::equals);
    if (!same || running.find(active.kb()).isPresent()) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "Knowledge base '%s' has job %s (%s) for source '%s' at %s. Continue it with the command that started it, or end it with 'ingestion cancel %s'"
              .formatted(
                  active.kb(),
                  active.id(),
                  active.status(),
                  active.source(),
                  active.root(),
                  active.kb()));
    }
    if (!command.allowMassDelete() || active.allowMassDelete()) {
      return active;
    }
    Job allowed = active.allowingMassDelete(ids.now());
    stores.jobs().update(allowed);
    return allowed;
  }

  @Override
  public IngestionState cancel(KnowledgeBaseId kb) {
    Job job = latest(kb);
    if (job.status().isTerminal()) {
      throw new StateTransitionException(job.id(), job.status(), JobStatus.CANCELED);
    }
    running.find(kb).ifPresent(DefaultIngestionService::bringToRest);
    JobLease lease = stores.jobs().lease(job.id());
    stores.ledger().abandon(lease);
    return states.state(states.become(job.id(), JobStatus.CANCELED, null));
  }

  /** The job stops at its next step; what it has in hand becomes durable first. */
  private static void bringToRest(JobRuntime runtime) {
    runtime.stop();
    try {
      while (!runtime.awaitEnd(Duration.ofSeconds(1))) {
        log.info("Waiting for job {} to come to rest", runtime.job());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE, "Interrupted while the job was coming to rest", e);
    }
  }

  private Job latest(KnowledgeBaseId kb) {
    known.require(kb);
    return stores
        .jobs()
        .latest(kb)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.CONCURRENT_CHANGE,
                    "Knowledge base '%s' never had a job".formatted(kb)));
  }

  @Override
  public Optional<IngestionState> status(KnowledgeBaseId kb) {
    known.require(kb);
    return stores.jobs().latest(kb).map(states::state);
  }

  @Override
  public List<IngestionState> history(KnowledgeBaseId kb, int limit) {
    known.require(kb);
    return stores.jobs().history(kb, limit).stream().map(states::state).toList();
  }

  @Override
  public IngestionState await(KnowledgeBaseId kb, Duration timeout) throws InterruptedException {
    Optional<JobRuntime> runtime = running.find(kb);
    if (runtime.isPresent()) {
      runtime.get().awaitEnd(timeout);
    }
    return states.state(latest(kb));
  }
}
