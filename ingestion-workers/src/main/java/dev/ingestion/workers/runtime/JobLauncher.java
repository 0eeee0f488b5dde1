package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.workers.QueueConfig;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.runtime.JobRun.Producing;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Puts together what one run of a job needs. */
public final class JobLauncher {
  private final Stores stores;
  private final KnowledgeBaseIndexes indexes;
  private final CheckpointWorker checkpoints;
  private final StateKeeper states;
  private final RunningJobs running;
  private final JobEnding ending;
  private final Context context;

  @Inject
  JobLauncher(
      Stores stores,
      KnowledgeBaseIndexes indexes,
      CheckpointWorker checkpoints,
      StateKeeper states,
      RunningJobs running,
      JobEnding ending,
      Context context) {
    this.stores = stores;
    this.indexes = indexes;
    this.checkpoints = checkpoints;
    this.states = states;
    this.running = running;
    this.ending = ending;
    this.context = context;
  }

  /** The stores of one database. */
  public record Stores(
      JobRepository jobs,
      KnowledgeBaseRepository knowledgeBases,
      DocumentLedger ledger,
      WorkQueue queue) {
    @Inject
    public Stores {}
  }

  /** What does not differ from job to job. */
  public record Context(
      WorkersConfig workers,
      QueueConfig queue,
      Backoffs backoffs,
      EngineMetrics metrics,
      JobTraces traces,
      InstantSource clock,
      Threads threads) {
    @Inject
    public Context {}
  }

  /** Somebody asks for a job's next run, for which there may be no room yet. */
  void asked(JobId job) {
    context.traces().ask(job);
  }

  JobRuntime prepare(Job job, Pipeline pipeline, SourceSettings source) {
    context.metrics().launched(job);
    return new JobRuntime(
        job, pipeline, source, context.metrics(), context.traces().begin(job), context.threads());
  }

  JobRun run(JobRuntime job) {
    return new JobRun(job, this::open, stores, checkpoints, states, ending);
  }

  /**
   * Opens the job's index and takes its lease; whoever held it before can write nothing from then.
   */
  private Producing open(JobRuntime job) {
    SwitchApplier switches = indexes.openForJob(job.pipeline(), job.kb());
    job.open(stores.jobs().lease(job.job()), switches);
    ListingCounts counts = new ListingCounts(job.job());
    ProducerPace pace = new ProducerPace(job, counts, stores.queue(), states, context);
    Stager stager =
        new Stager(
            stores.ledger(),
            job,
            context.workers().batchSize(),
            () -> {
              running.work().raise();
              pace.holdBack();
            });
    Backoff backoff = context.backoffs().ofSource(job.kb(), job.source());
    ProducerWorker worker =
        new ProducerWorker(
            job,
            stores.ledger(),
            stager,
            pace,
            counts,
            new SourcePatience(job, backoff, pace),
            context.threads());
    return new Producing(worker, pace, counts);
  }
}
