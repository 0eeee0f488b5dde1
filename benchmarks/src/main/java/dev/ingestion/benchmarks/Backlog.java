package dev.ingestion.benchmarks;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Digest;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.Revision;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.StagedWork.Opened;
import dev.ingestion.ports.out.StagedWork.Sealed;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A database in which so many chunks of 1 kB wait, in documents of 50, and nobody works. */
final class Backlog implements AutoCloseable {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final JobId JOB = new JobId("job");
  private static final PipelineFingerprint PIPELINE = new PipelineFingerprint("f".repeat(32));
  private static final String TEXT = "x".repeat(SyntheticDocuments.CHUNK_CHARACTERS);
  private static final int DOCUMENTS_A_STEP = 8;

  private final Engine engine;
  private final int waiting;
  private final JobLease lease;

  private Backlog(Engine engine, int waiting) {
    this.engine = engine;
    this.waiting = waiting;
    this.lease = startJob();
  }

  static Backlog open(Path dataRoot, int waiting) {
    Backlog backlog =
        new Backlog(Engine.open(dataRoot, FreeModel.atOnce(), Engine.USUAL_BACKLOG), waiting);
    backlog.add(waiting / SyntheticModule.BATCH_SIZE);
    return backlog;
  }

  private JobLease startJob() {
    JobRepository jobs = engine.get(JobRepository.class);
    engine.get(KnowledgeBaseRepository.class).findOrCreate(KB, engine.model().space());
    Instant now = Instant.EPOCH;
    Job job =
        Job.pending(
            JOB, KB, SourceName.DEFAULT, "/docs", Engine.PIPELINE, false, JobPriority.DEFAULT, now);
    jobs.insert(job, event(job, JobEvent.Kind.CREATED));
    Job running = job.become(JobStatus.RUNNING, null, now);
    jobs.update(running, event(running, JobEvent.Kind.STATUS_CHANGED));
    return jobs.lease(JOB);
  }

  private static JobEvent event(Job job, JobEvent.Kind kind) {
    return new JobEvent(JOB, KB, job.updatedAt(), kind, job.status(), "benchmark", "");
  }

  private void add(int documents) {
    DocumentLedger ledger = engine.get(DocumentLedger.class);
    for (int made = 0; made < documents; made += DOCUMENTS_A_STEP) {
      int step = Math.min(DOCUMENTS_A_STEP, documents - made);
      long first = ledger.reserveGenerations(step);
      List<Opened> opened = new ArrayList<>();
      List<NewBatch> batches = new ArrayList<>();
      List<Sealed> sealed = new ArrayList<>();
      for (long number = first; number < first + step; number++) {
        Generation generation = new Generation(number);
        String path = "document-" + number;
        String hash = new Digest().add(path).hex(32);
        List<WorkItem> items = items(generation, path);
        opened.add(
            new Opened(
                generation,
                path,
                Revision.of(hash, PIPELINE),
                PIPELINE,
                hash,
                "1",
                path,
                "text/plain"));
        batches.add(new NewBatch(items));
        sealed.add(new Sealed(generation, items.stream().map(WorkItem::id).toList()));
      }
      ledger.stage(lease, SourceName.DEFAULT, new StagedWork(opened, batches, sealed));
    }
  }

  private static List<WorkItem> items(Generation generation, String path) {
    DocumentKey key = new DocumentKey(SourceName.DEFAULT, path);
    List<WorkItem> items = new ArrayList<>();
    for (int i = 0; i < SyntheticModule.BATCH_SIZE; i++) {
      Chunk chunk = new Chunk(i, TEXT, List.of(), 0, 0, TEXT.length());
      ChunkId id = ChunkId.of(KB, key, path, i, PIPELINE);
      items.add(new WorkItem(generation, key, path, id, chunk));
    }
    return items;
  }

  /**
   * Seconds that each of the steps takes.
   *
   * @param status of a question for the job's state
   */
  record Costs(double claim, double acknowledge, double status) {}

  /** Claims a batch, acknowledges it, asks for the state, and adds a batch in its place. */
  Costs step() {
    long start = System.nanoTime();
    Claim claim =
        engine
            .get(WorkQueue.class)
            .claim(Set.of(KB), SyntheticModule.BATCH_SIZE, 1, Duration.ofSeconds(30))
            .get(0);
    long claimed = System.nanoTime();
    ClaimResult result =
        new ClaimResult(
            claim.token(),
            claim.job(),
            claim.batches(),
            SyntheticModule.BATCH_SIZE,
            List.of(),
            List.of());
    int refused = engine.get(Checkpoints.class).acknowledge(KB, 1, List.of(result)).size();
    long acknowledged = System.nanoTime();
    long indexed = engine.ingestion().status(KB).orElseThrow().chunks().indexed();
    long asked = System.nanoTime();
    BrokenBenchmarkException.require("claims refused", 0, refused);
    BrokenBenchmarkException.require("batches claimed", 1, claim.batches().size());
    BrokenBenchmarkException.require("part of a batch", 0, indexed % SyntheticModule.BATCH_SIZE);
    add(1);
    return new Costs(
        (claimed - start) / 1e9, (acknowledged - claimed) / 1e9, (asked - acknowledged) / 1e9);
  }

  void requireAllWaiting() {
    BrokenBenchmarkException.require(
        "chunks waiting", waiting, engine.get(WorkQueue.class).backlog(KB).chunks());
  }

  @Override
  public void close() {
    engine.close();
  }
}
