package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Chunks a second of a whole job against a job of Spring Batch with one chunk-oriented step: one
 * that stages each item in a table, and one that stores nothing but its progress. All three begin
 * with an empty database of their own in each round; making it is not measured.
 */
final class EngineAgainstSpringBatch implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final int CHUNKS_A_DOCUMENT = 50;

  /** Jobs of each kind until most of it is compiled. */
  private static final int WARM_UP = 3;

  @Override
  public String name() {
    return "spring-batch";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    int documents = full ? 2_000 : 4;
    int items = documents * CHUNKS_A_DOCUMENT;
    for (int job = 0; full && job < WARM_UP; job++) {
      engine(scratch, documents);
      batch(scratch, items, true);
      batch(scratch, items, false);
    }
    List<Pair> staging = new ArrayList<>();
    List<Pair> storingNothing = new ArrayList<>();
    for (int round = 0; round < (full ? 5 : 1); round++) {
      double ours = engine(scratch, documents);
      staging.add(new Pair(ours, batch(scratch, items, true)));
      storingNothing.add(new Pair(engine(scratch, documents), batch(scratch, items, false)));
    }
    return List.of(
        Row.of(
            name(),
            "engine, against a step that stages each item",
            "chunks/s",
            staging,
            Goal.atLeast(2)),
        Row.of(
            name(),
            "engine, against a step that stores nothing per item",
            "chunks/s",
            storingNothing,
            Goal.atLeast(0.7)));
  }

  private static double engine(Path scratch, int documents) {
    try (Scratch root = Scratch.in(scratch);
        Engine engine = Engine.open(root.path(), FreeModel.atOnce(), Engine.USUAL_BACKLOG)) {
      long start = System.nanoTime();
      engine.start(KB, documents, CHUNKS_A_DOCUMENT, JobPriority.DEFAULT);
      engine.awaitCompleted(KB, documents, CHUNKS_A_DOCUMENT);
      return perSecond(documents * CHUNKS_A_DOCUMENT, start);
    }
  }

  private static double batch(Path scratch, int items, boolean staging) {
    try (Scratch root = Scratch.in(scratch);
        SpringBatch batch = SpringBatch.open(root.path())) {
      long start = System.nanoTime();
      batch.run(items, staging);
      return perSecond(items, start);
    }
  }

  private static double perSecond(int chunks, long start) {
    return chunks * 1e9 / (System.nanoTime() - start);
  }
}
