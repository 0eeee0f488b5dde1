package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Two jobs at once: how far apart equal ones finish, and how much of a job of priority 0 is still
 * done before the first chunk of one of priority 9 that was started behind it. A text takes half a
 * millisecond, some fifty times as fast as a model in process.
 */
final class Fairness implements Benchmark {
  private static final KnowledgeBaseId ONE = new KnowledgeBaseId("one");
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");
  private static final Duration EACH_TEXT = Duration.ofNanos(500_000);
  private static final int EACH = SyntheticModule.BATCH_SIZE;

  /** Most chunks of the other before the first of an urgent job. */
  private static final double MOST_BEFORE = 200;

  @Override
  public String name() {
    return "fairness";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    List<Pair> equal = new ArrayList<>();
    List<Pair> urgent = new ArrayList<>();
    for (int round = 0; round < (full ? 5 : 1); round++) {
      equal.add(equal(scratch, full ? 200 : 20));
      urgent.add(urgent(scratch, full ? 2_000 : 100));
    }
    return List.of(
        Row.of(
            name(),
            "the later of two equal jobs, against the earlier",
            "s",
            equal,
            Goal.atMost(1.1)),
        Row.of(
            name(),
            "of a job of priority 0 before the first of one of priority 9, against the limit",
            "chunks",
            urgent,
            Goal.atMost(1)));
  }

  private static Pair equal(Path scratch, int documents) {
    try (Scratch root = Scratch.in(scratch);
        Engine engine = open(root)) {
      engine.start(ONE, documents, EACH, JobPriority.DEFAULT);
      engine.start(OTHER, documents, EACH, JobPriority.DEFAULT);
      double one = seconds(engine.awaitCompleted(ONE, documents, EACH).elapsed());
      double other = seconds(engine.awaitCompleted(OTHER, documents, EACH).elapsed());
      return new Pair(Math.max(one, other), Math.min(one, other));
    }
  }

  /** Counts what is given to the index; the acknowledgement follows for both alike. */
  private static Pair urgent(Path scratch, int documents) {
    try (Scratch root = Scratch.in(scratch);
        Engine engine = open(root)) {
      engine.start(ONE, documents, EACH, new JobPriority(0));
      while (engine.index().upserted(ONE) < 10 * EACH) {
        LockSupport.parkNanos(100_000);
      }
      long before = engine.index().upserted(ONE);
      engine.start(OTHER, 4, EACH, new JobPriority(9));
      while (engine.index().upserted(OTHER) == 0) {
        LockSupport.parkNanos(100_000);
      }
      long meanwhile = engine.index().upserted(ONE) - before;
      engine.awaitCompleted(OTHER, 4, EACH);
      engine.ingestion().cancel(ONE);
      engine.await(ONE);
      return new Pair(meanwhile, MOST_BEFORE);
    }
  }

  private static Engine open(Scratch root) {
    return Engine.open(root.path(), new FreeModel(2, EACH_TEXT), Engine.USUAL_BACKLOG);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
