package dev.ingestion.workers.runtime;

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
  private final Settings settings;
  private final InstantSource clock;
  private final Threads threads;

  @Inject
  JobLauncher(
      Stores stores,
      KnowledgeBaseIndexes indexes,
      CheckpointWorker checkpoints,
      StateKeeper states,
      RunningJobs running,
      Settings settings,
      InstantSource clock,
      Threads threads) {
    this.stores = stores;
    this.indexes = indexes;
    this.checkpoints = checkpoints;
    this.states = states;
    this.running = running;
    this.settings = settings;
    this.clock = clock;
    this.threads = threads;
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

  /** The engine's settings. */
  public record Settings(WorkersConfig workers, QueueConfig queue) {
    @Inject
    public Settings {}
  }

  /**
   * Opens the job's index and takes its lease; whoever held it before can write nothing from then.
   */
  JobRuntime prepare(Job job, Pipeline pipeline, SourceSettings source) {
    SwitchApplier switches = indexes.openForJob(pipeline, job.kb());
    return new JobRuntime(
        stores.jobs().lease(job.id()),
        pipeline,
        source,
        job.allowMassDelete(),
        switches.ref(),
        switches,
        threads);
  }

  JobRun run(JobRuntime job) {
    ListingCounts counts = new ListingCounts(job.job());
    ProducerPace pace =
        new ProducerPace(
            job,
            counts,
            stores.queue(),
            states,
            settings.workers().dequeueTimeout(),
            settings.queue(),
            clock);
    Stager stager =
        new Stager(
            stores.ledger(),
            job,
            settings.workers().batchSize(),
            () -> {
              running.work().raise();
              pace.holdBack();
            });
    ProducerWorker worker = new ProducerWorker(job, stores.ledger(), stager, pace, counts);
    return new JobRun(
        job,
        new Producing(worker, pace, counts),
        stores.ledger(),
        stores.knowledgeBases(),
        checkpoints,
        states,
        running);
  }
}
