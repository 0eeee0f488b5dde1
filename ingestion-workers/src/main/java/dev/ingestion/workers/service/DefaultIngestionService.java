package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.UnknownJobException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.workers.runtime.JobControl;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.StateKeeper;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the jobs that are meant, and has them started, controlled and shown. */
final class DefaultIngestionService implements IngestionService {
  private final Stores stores;
  private final KnownBases known;
  private final JobStarter starter;
  private final JobDispatcher dispatcher;
  private final JobControl control;
  private final StateKeeper states;
  private final JobStates shown;

  @Inject
  DefaultIngestionService(
      Stores stores,
      KnownBases known,
      JobStarter starter,
      JobDispatcher dispatcher,
      JobControl control,
      StateKeeper states,
      JobStates shown) {
    this.stores = stores;
    this.known = known;
    this.starter = starter;
    this.dispatcher = dispatcher;
    this.control = control;
    this.states = states;
    this.shown = shown;
  }

  @Override
  public IngestionState start(StartIngestion command) {
    return states.state(starter.start(command, null));
  }

  @Override
  public IngestionState start(StartIngestion command, RequestKey key) {
    return states.state(starter.start(command, key));
  }

  @Override
  public IngestionState pause(KnowledgeBaseId kb) {
    return states.state(control.pause(latest(kb)));
  }

  @Override
  public IngestionState resume(KnowledgeBaseId kb) {
    return states.state(control.resume(latest(kb)));
  }

  @Override
  public IngestionState cancel(KnowledgeBaseId kb) {
    return afterAMoment(List.of(control.cancel(latest(kb)))).get(0);
  }

  @Override
  public IngestionState prioritize(KnowledgeBaseId kb, JobPriority priority) {
    Job asked = latest(kb);
    Job changed =
        dispatcher.exclusively(
            () -> {
              dispatcher.requireNotHeld(kb);
              return states.change(
                  asked.id(),
                  JobEvent.Kind.PRIORITY_CHANGED,
                  "to " + priority,
                  (job, now) -> prioritized(job, priority, now));
            });
    return states.state(changed);
  }

  private static Job prioritized(Job job, JobPriority priority, Instant now) {
    if (job.status().isTerminal()) {
      throw new IngestionException(
          ErrorCode.ILLEGAL_TRANSITION,
          "Job %s is %s and has no priority any more".formatted(job.id(), job.status().inWords()));
    }
    return job.priority().equals(priority) ? job : job.prioritized(priority, now);
  }

  @Override
  public List<IngestionState> pauseAll() {
    return all(job -> job.status() == JobStatus.RUNNING, control::pause).stream()
        .map(states::state)
        .toList();
  }

  @Override
  public List<IngestionState> cancelAll() {
    return afterAMoment(all(job -> true, control::cancel));
  }

  private List<IngestionState> afterAMoment(List<Job> asked) {
    return control.afterAMoment(asked).stream().map(states::state).toList();
  }

  @Override
  public List<IngestionState> takeUp() {
    return all(DefaultIngestionService::isToBeTakenUp, control::resume).stream()
        .map(states::state)
        .toList();
  }

  private static boolean isToBeTakenUp(Job job) {
    return job.intent() == null
        && (job.status() == JobStatus.PENDING || job.status() == JobStatus.RUNNING);
  }

  /** A job that changes meanwhile so that it is not to be asked any more is passed over. */
  private List<Job> all(Predicate<Job> which, UnaryOperator<Job> what) {
    return stores.jobs().active().stream()
        .filter(which)
        .flatMap(job -> unlessEnded(job, what).stream())
        .toList();
  }

  private static Optional<Job> unlessEnded(Job job, UnaryOperator<Job> what) {
    try {
      return Optional.of(what.apply(job));
    } catch (IngestionException e) {
      if (e.category() != ErrorCategory.CONFLICT) {
        throw e;
      }
      return Optional.empty();
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
                    "Knowledge base '%s' never had a job; start one".formatted(kb)));
  }

  @Override
  public Optional<IngestionState> status(KnowledgeBaseId kb) {
    known.require(kb);
    return stores.jobs().latest(kb).map(shown::of);
  }

  @Override
  public List<IngestionState> list() {
    return stores.knowledgeBases().list().stream()
        .filter(kb -> !kb.deleting())
        .map(KnowledgeBase::id)
        .flatMap(kb -> stores.jobs().latest(kb).stream())
        .map(shown::of)
        .toList();
  }

  @Override
  public List<IngestionState> history(KnowledgeBaseId kb, int limit) {
    known.require(kb);
    return stores.jobs().history(kb, limit).stream().map(shown::of).toList();
  }

  @Override
  public List<IngestionState> jobs(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit) {
    return stores.jobs().page(kbs, status, before, limit).stream().map(shown::of).toList();
  }

  @Override
  public IngestionState job(JobId id) {
    return stores.jobs().find(id).map(shown::of).orElseThrow(() -> new UnknownJobException(id));
  }

  @Override
  public List<JobEvent> events(JobId job, int limit) {
    return stores.jobs().events(job, limit);
  }

  @Override
  public IngestionState await(KnowledgeBaseId kb, Duration timeout) throws InterruptedException {
    dispatcher.awaitRest(kb, timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return shown.waitingOrBusy(latest(kb));
  }

  @Override
  public boolean isAtWork(KnowledgeBaseId kb) {
    return dispatcher.isBusy(kb);
  }
}
