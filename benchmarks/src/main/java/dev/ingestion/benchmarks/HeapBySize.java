package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The most that is alive in the heap during a job of 1,000,000 chunks, against one of 10,000: of
 * the engine and its database, whose index and model keep nothing.
 */
final class HeapBySize implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final int EACH = 50;

  /** The smallest job takes a third of a second. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Override
  public String name() {
    return "heap";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    int few = full ? 10_000 : 500;
    int several = full ? 100_000 : 1_000;
    int many = full ? 1_000_000 : 2_000;
    most(scratch, few); // classes and code
    double mostOfMany = most(scratch, many);
    return List.of(
        row(many, few, new Pair(mostOfMany, most(scratch, few)), Goal.atMost(1.2)),
        row(many, several, new Pair(mostOfMany, most(scratch, several)), Goal.NONE));
  }

  private Row row(int many, int few, Pair pair, Goal goal) {
    String what = "most alive with %,d chunks, against %,d".formatted(many, few);
    return Row.of(name(), what, "MB", List.of(pair), goal);
  }

  private static double most(Path scratch, int chunks) {
    try (Scratch root = Scratch.in(scratch);
        Engine engine = Engine.open(root.path(), FreeModel.atOnce(), Engine.USUAL_BACKLOG);
        LiveHeap heap = LiveHeap.watch(PAUSE)) {
      engine.start(KB, chunks / EACH, EACH, JobPriority.DEFAULT);
      engine.awaitCompleted(KB, chunks / EACH, EACH);
      return heap.mostMegabytes();
    }
  }
}
