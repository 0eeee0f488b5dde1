package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.JobRepository;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts jobs as the engine does, but for their work: a test says how they go on. */
final class StartedJobs implements IngestionService {
  final List<StartIngestion> started = new ArrayList<>();
  @Nullable IngestionException refusal;

  /** Thrown by the next start, once; null for none. */
  @Nullable Error error;

  Runnable onStart = () -> {};

  private final JobRepository jobs;
  private final InstantSource clock;

  StartedJobs(JobRepository jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public IngestionState start(StartIngestion command) {
    Error once = error;
    error = null;
    if (once != null) {
      throw once;
    }
    if (refusal != null) {
      throw refusal;
    }
    Optional<Job> active = jobs.active(command.kb());
    if (active.isPresent()) {
      return active.get().status() == JobStatus.FAILED
          ? state(become(active.get(), JobStatus.RUNNING, null), command)
          : refuse(active.get());
    }
    Job job =
        Job.pending(
            new JobId("job-" + (jobs.history(command.kb(), 1_000).size() + 1)),
            command.kb(),
            command.source(),
            command.root(),
            command.pipeline(),
            command.allowMassDelete(),
            JobPriority.DEFAULT,
            clock.instant());
    jobs.insert(job, event(job, JobEvent.Kind.CREATED));
    return state(become(job, JobStatus.RUNNING, null), command);
  }

  private static IngestionState refuse(Job active) {
    throw new IngestionException(ErrorCode.JOB_ACTIVE, "There is job " + active.id());
  }

  private IngestionState state(Job job, StartIngestion command) {
    started.add(command);
    onStart.run();
    return job.state(clock.instant(), false);
  }

  /** Takes the active job of a knowledge base to another state. */
  Job become(KnowledgeBaseId kb, JobStatus status) {
    JobError error =
        status == JobStatus.FAILED ? new JobError(ErrorCode.SOURCE_UNAVAILABLE, "gone") : null;
    return become(jobs.active(kb).orElseThrow(), status, error);
  }

  private Job become(Job job, JobStatus status, @Nullable JobError error) {
    Job next = job.become(status, error, clock.instant());
    jobs.update(next, event(next, JobEvent.Kind.STATUS_CHANGED));
    return next;
  }

  private JobEvent event(Job job, JobEvent.Kind kind) {
    return new JobEvent(job.id(), job.kb(), clock.instant(), kind, job.status(), "test", "");
  }

  @Override
  public IngestionState start(StartIngestion command, RequestKey key) {
    throw notAsked();
  }

  @Override
  public List<IngestionState> jobs(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit) {
    throw notAsked();
  }

  @Override
  public IngestionState job(JobId job) {
    throw notAsked();
  }

  @Override
  public IngestionState pause(KnowledgeBaseId kb) {
    throw notAsked();
  }

  @Override
  public IngestionState resume(KnowledgeBaseId kb) {
    throw notAsked();
  }

  @Override
  public IngestionState cancel(KnowledgeBaseId kb) {
    throw notAsked();
  }

  @Override
  public IngestionState prioritize(KnowledgeBaseId kb, JobPriority priority) {
    throw notAsked();
  }

  @Override
  public List<IngestionState> pauseAll() {
    throw notAsked();
  }

  @Override
  public List<IngestionState> cancelAll() {
    throw notAsked();
  }

  @Override
  public Optional<IngestionState> status(KnowledgeBaseId kb) {
    throw notAsked();
  }

  @Override
  public List<IngestionState> list() {
    throw notAsked();
  }

  @Override
  public List<IngestionState> history(KnowledgeBaseId kb, int limit) {
    throw notAsked();
  }

  @Override
  public List<JobEvent> events(JobId job, int limit) {
    throw notAsked();
  }

  @Override
  public List<IngestionState> takeUp() {
    throw notAsked();
  }

  @Override
  public IngestionState await(KnowledgeBaseId kb, Duration timeout) {
    throw notAsked();
  }

  @Override
  public boolean isAtWork(KnowledgeBaseId kb) {
    throw notAsked();
  }

  private static AssertionError notAsked() {
    return new AssertionError("A scheduler only starts jobs");
  }
}
