package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Digest;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
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
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.StagedWork.Opened;
import dev.ingestion.ports.out.StagedWork.Sealed;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the contracts of the ports of a database have in common: the stores under test, and words
 * for what producers and consumers do with them.
 *
 * <p>An implementation extends each of the contracts, best through one class of its own that says
 * how its stores are opened, closed and opened again.
 */
public abstract class StoresContract {
  protected static final EmbeddingSpace SPACE = new EmbeddingSpace("test-model@1", 8);
  protected static final PipelineFingerprint PIPELINE = new PipelineFingerprint("f".repeat(32));
  protected static final SourceName SOURCE = SourceName.DEFAULT;
  protected static final Duration LEASE = Duration.ofSeconds(30);

  protected final SettableClock clock = new SettableClock();
  protected final KnowledgeBaseId kb = new KnowledgeBaseId("handbook");
  protected Stores stores;

  private int jobs;

  /**
   * Opens the stores over what earlier calls of the same test have left; empty ones at first.
   *
   * @param clock gives the time of day, and measures leases with {@link SettableClock#nanoTime}
   */
  protected abstract Stores open(SettableClock clock) throws Exception;

  /** Closes what {@link #open} has opened. */
  protected abstract void close() throws Exception;

  @BeforeEach
  final void openStores() throws Exception {
    stores = open(clock);
  }

  @AfterEach
  final void closeStores() throws Exception {
    close();
  }

  protected final void reopen() throws Exception {
    close();
    stores = open(clock);
  }

  /** A running job of a knowledge base that is made if need be. */
  protected final JobLease startJob(KnowledgeBaseId kb) {
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    Job job = pendingJob(kb);
    insert(job);
    update(job.become(JobStatus.RUNNING, null, clock.instant()));
    return stores.jobs().lease(job.id());
  }

  protected final JobLease startJob() {
    return startJob(kb);
  }

  protected final Job pendingJob(KnowledgeBaseId kb) {
    JobId id = new JobId("job-" + ++jobs);
    return Job.pending(
        id, kb, SOURCE, "/docs", "default", false, JobPriority.DEFAULT, clock.instant());
  }

  protected final void insert(Job job) {
    stores.jobs().insert(job, event(job, JobEvent.Kind.CREATED));
  }

  protected final void update(Job next) {
    stores.jobs().update(next, event(next, JobEvent.Kind.STATUS_CHANGED));
  }

  protected static JobEvent event(Job job, JobEvent.Kind kind) {
    return new JobEvent(
        job.id(), job.kb(), job.updatedAt(), kind, job.status(), "node-1", "because of a test");
  }

  protected final void end(JobLease lease, JobStatus status) {
    update(job(lease).become(status, null, clock.instant()));
  }

  protected final Job job(JobLease lease) {
    return stores.jobs().find(lease.job()).orElseThrow();
  }

  protected final Generation reserve() {
    return new Generation(stores.ledger().reserveGenerations(1));
  }

  protected final Opened opened(Generation generation, String path, String content) {
    String hash = hash(content);
    return new Opened(
        generation,
        path,
        Revision.of(hash, PIPELINE),
        PIPELINE,
        hash,
        "stamp of " + content,
        "Title of " + path,
        "text/plain");
  }

  protected static String hash(String content) {
    return new Digest().add(content).hex(32);
  }

  /** The chunks that a content is cut into: one a word. */
  protected final List<WorkItem> items(
      KnowledgeBaseId kb, Generation generation, String path, String content) {
    List<WorkItem> items = new ArrayList<>();
    DocumentKey key = new DocumentKey(SOURCE, path);
    int start = 0;
    for (String word : content.isEmpty() ? new String[0] : content.split(" ", -1)) {
      int ordinal = items.size();
      items.add(
          new WorkItem(
              generation,
              key,
              "Title of " + path,
              ChunkId.of(kb, key, word, ordinal, PIPELINE),
              new Chunk(ordinal, word, List.of("Part", "Ünder"), 3, start, start + word.length())));
      start += word.length() + 1;
    }
    return items;
  }

  protected static Sealed sealed(Generation generation, List<WorkItem> items) {
    return new Sealed(generation, items.stream().map(WorkItem::id).toList());
  }

  /** Enqueues a document whole: one chunk a word, in one batch. */
  protected final Generation stage(JobLease lease, String path, String content) {
    Generation generation = reserve();
    List<WorkItem> items = items(lease.kb(), generation, path, content);
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(generation, path, content)),
                items.isEmpty() ? List.of() : List.of(new NewBatch(items)),
                List.of(sealed(generation, items))));
    return generation;
  }

  /** Enqueues a document and has it acknowledged: it is live. */
  protected final Generation index(JobLease lease, String path, String content) {
    Generation generation = stage(lease, path, content);
    while (!stores.ledger().pending(lease.kb(), List.of(generation)).isEmpty()) {
      acknowledge(claim(lease.kb()));
    }
    return generation;
  }

  protected final Claim claim(KnowledgeBaseId kb) {
    return claim(Set.of(kb), 50).orElseThrow();
  }

  /** One claim of about so many chunks; empty if nothing waits. */
  protected final Optional<Claim> claim(Set<KnowledgeBaseId> among, int chunks) {
    List<Claim> claims = stores.queue().claim(among, chunks, 1, LEASE);
    assertThat(claims).hasSizeLessThanOrEqualTo(1);
    return claims.stream().findFirst();
  }

  protected final void acknowledge(Claim claim, Failure... failures) {
    assertThat(stores.checkpoints().acknowledge(claim.kb(), 1, List.of(result(claim, failures))))
        .isEmpty();
  }

  protected static ClaimResult result(Claim claim, Failure... failures) {
    int chunks = claim.batches().stream().mapToInt(batch -> batch.items().size()).sum();
    return new ClaimResult(
        claim.token(), claim.job(), claim.batches(), chunks, List.of(failures), List.of());
  }

  /** A chunk that was given up after one attempt. */
  protected static Failure failure(
      Generation generation, int ordinal, ErrorCode code, String reason) {
    return new Failure(generation, ordinal, code, reason, "at somewhere", 1);
  }

  protected final LedgerDocument document(String path) {
    return stores.ledger().find(kb, new DocumentKey(SOURCE, path)).orElseThrow();
  }

  /** What the index has still to be told, without the sequence numbers. */
  protected final List<IndexSwitch> switches() {
    List<IndexSwitch> switches = stores.ledger().switches(kb, 1_000);
    assertThat(switches).isSortedAccordingTo(Comparator.comparingLong(IndexSwitch::sequence));
    return switches.stream()
        .map(s -> new IndexSwitch(0, s.promoted(), s.promotedChunks(), s.retired()))
        .toList();
  }

  protected static IndexSwitch promoted(
      @Nullable Generation generation, int chunks, @Nullable Generation retired) {
    return new IndexSwitch(0, generation, chunks, retired);
  }

  protected static IndexSwitch retired(Generation generation) {
    return new IndexSwitch(0, null, 0, generation);
  }

  protected static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
