package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a pause of a busy job takes until it is acknowledged and until it is complete, against
 * what was promised. A round is one pause; the job is resumed after each.
 */
final class PauseLatency implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final Duration EACH_TEXT = Duration.ofMillis(2);
  private static final double MOST_TO_ACKNOWLEDGE = 100;
  private static final double MOST_TO_COMPLETE =
      2_000 + EACH_TEXT.toMillis() * SyntheticModule.BATCH_SIZE;

  @Override
  public String name() {
    return "pause";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    List<Pair> acknowledged = new ArrayList<>();
    List<Pair> complete = new ArrayList<>();
    try (Scratch root = Scratch.in(scratch);
        Engine engine =
            Engine.open(root.path(), new FreeModel(2, EACH_TEXT), Engine.USUAL_BACKLOG)) {
      engine.start(KB, 2_000, SyntheticModule.BATCH_SIZE, JobPriority.DEFAULT);
      for (int round = 0; round < (full ? 30 : 2); round++) {
        awaitProgress(engine);
        long start = System.nanoTime();
        engine.ingestion().pause(KB);
        acknowledged.add(new Pair(milliseconds(start), MOST_TO_ACKNOWLEDGE));
        JobStatus status = engine.await(KB).status();
        complete.add(new Pair(milliseconds(start), MOST_TO_COMPLETE));
        BrokenBenchmarkException.require("jobs paused", 1, status == JobStatus.PAUSED ? 1 : 0);
        engine.ingestion().resume(KB);
      }
      engine.ingestion().cancel(KB);
      engine.await(KB);
    }
    return List.of(
        Row.of(name(), "acknowledged, against the limit", "ms", acknowledged, Goal.atMost(1)),
        Row.of(name(), "complete, against the limit", "ms", complete, Goal.atMost(1)));
  }

  /** Until the job has embedded something since it was resumed. */
  private static void awaitProgress(Engine engine) {
    long before = engine.model().embedded();
    while (engine.model().embedded() == before) {
      LockSupport.parkNanos(100_000);
    }
  }

  private static double milliseconds(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
