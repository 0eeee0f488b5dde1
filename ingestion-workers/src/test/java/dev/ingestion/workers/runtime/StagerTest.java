package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.workers.NoTelemetry;
import dev.ingestion.workers.NoTracing;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.PreparedDocument;
import dev.ingestion.workers.pipeline.PreparedDocument.PreparedChunk;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StagerTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");
  private static final PipelineFingerprint FINGERPRINT = new PipelineFingerprint("f".repeat(32));

  private final List<StagedWork> staged = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();

  @Test
  void theFirstChunksOfAJobAreStagedAloneAsASmallBatch() {
    Stager stager = stager(50);

    stager.add(key("a"), document(30), "h", "s");

    assertThat(sizes).containsExactly(10);
    stager.flush();
    assertThat(sizes).containsExactly(10, 20);
    assertThat(staged.get(0).sealed()).isEmpty();
    assertThat(staged.get(1).sealed()).hasSize(1);
  }

  @Test
  void aSmallFirstDocumentWaitsForNoOther() {
    Stager stager = stager(50);

    stager.add(key("a"), document(0), "h", "s");
    stager.add(key("b"), document(2), "h", "s");
    stager.add(key("c"), document(3), "h", "s");
    stager.add(key("d"), document(3), "h", "s");

    assertThat(sizes).containsExactly(2);
    assertThat(staged.get(0).sealed()).hasSize(2);
    stager.flush();
    assertThat(sizes).containsExactly(2, 6);
  }

  @Test
  void aStepHasAsManyBatchesAsAreWorthACommit() {
    Stager stager = stager(50);

    stager.add(key("a"), document(10 + 800 + 50), "h", "s");
    stager.flush();

    assertThat(staged.stream().map(work -> work.batches().size())).containsExactly(1, 16, 1);
  }

  @Test
  void aStepOfLargeBatchesHasNoMoreThanOne() {
    Stager stager = stager(1_000);

    stager.add(key("a"), document(10 + 3_000), "h", "s");
    stager.flush();

    assertThat(sizes).containsExactly(10, 1_000, 1_000, 1_000);
    assertThat(staged.stream().map(work -> work.batches().size())).containsExactly(1, 1, 1, 1, 0);
    assertThat(staged.get(4).sealed().get(0).chunkIds()).hasSize(3_010);
  }

  private Stager stager(int batchSize) {
    return new Stager(ledger(), job(), batchSize, () -> {});
  }

  private DocumentLedger ledger() {
    return (DocumentLedger)
        Proxy.newProxyInstance(
            DocumentLedger.class.getClassLoader(),
            new Class<?>[] {DocumentLedger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("reserveGenerations")) {
                return 1L;
              }
              StagedWork work = (StagedWork) arguments[2];
              staged.add(work);
              work.batches().forEach(batch -> sizes.add(batch.items().size()));
              return null;
            });
  }

  /** Nothing but names of its pipeline, lease and source is asked for. */
  @SuppressWarnings("NullAway")
  private static JobRuntime job() {
    Job job =
        Job.pending(
            new JobId("job"),
            KB,
            SourceName.DEFAULT,
            "/docs",
            "default",
            false,
            JobPriority.DEFAULT,
            Instant.EPOCH);
    JobRuntime runtime =
        new JobRuntime(
            job,
            new Pipeline("default", "folder", FINGERPRINT, null, null, null, null),
            new SourceSettings(SourceName.DEFAULT, "folder", "/docs", List.of(), List.of(), false),
            new EngineMetrics(new NoTelemetry(), new NoTracing(), new MachineThreads()),
            NoSpan.INSTANCE,
            new MachineThreads());
    runtime.open(new JobLease(job.id(), KB, "token"), null);
    return runtime;
  }

  private static DocumentKey key(String path) {
    return new DocumentKey(SourceName.DEFAULT, path);
  }

  private static PreparedDocument document(int chunks) {
    return new PreparedDocument(
        ParsedDocument.builder().build("title", "text/plain"),
        IntStream.range(0, chunks)
            .mapToObj(
                i ->
                    new PreparedChunk(
                        new ChunkId("%032x".formatted(i)),
                        new Chunk(i, "text " + i, List.of(), 0, i, i + 1)))
            .toList());
  }
}
