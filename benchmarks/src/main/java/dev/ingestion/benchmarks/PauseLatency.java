package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a pause of a busy job takes until it is acknowledged and until it is complete, against
 * what was promised; a round is one pause, and the job is resumed after each. The same of a cancel
 * of a job that is paused, with as many documents waiting as may.
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
    List<Row> rows = new ArrayList<>(pauses(scratch, full ? 30 : 2));
    rows.addAll(cancels(scratch, full ? 15 : 1, full ? Engine.USUAL_BACKLOG : 100));
    return rows;
  }

  private List<Row> pauses(Path scratch, int rounds) {
    List<Pair> acknowledged = new ArrayList<>();
    List<Pair> complete = new ArrayList<>();
    try (Scratch root = Scratch.in(scratch);
        Engine engine =
            Engine.open(root.path(), new FreeModel(2, EACH_TEXT), Engine.USUAL_BACKLOG)) {
      engine.start(KB, 2_000, SyntheticModule.BATCH_SIZE, JobPriority.DEFAULT);
      for (int round = 0; round < rounds; round++) {
        awaitProgress(engine);
        long start = System.nanoTime();
        engine.ingestion().pause(KB);
        acknowledged.add(new Pair(milliseconds(start), MOST_TO_ACKNOWLEDGE));
        JobStatus status = engine.await(KB).status();
        complete.add(new Pair(milliseconds(start), MOST_TO_COMPLETE));
        require(JobStatus.PAUSED, status);
        engine.ingestion().resume(KB);
      }
      engine.ingestion().cancel(KB);
      engine.await(KB);
    }
    return List.of(row("acknowledged", acknowledged), row("complete", complete));
  }

  private List<Row> cancels(Path scratch, int rounds, long waiting) {
    long least = waiting * 9 / 10;
    List<Pair> acknowledged = new ArrayList<>();
    List<Pair> complete = new ArrayList<>();
    try (Scratch root = Scratch.in(scratch);
        Engine engine = Engine.open(root.path(), new FreeModel(2, EACH_TEXT), waiting)) {
      for (int round = 0; round < rounds; round++) {
        KnowledgeBaseId kb = new KnowledgeBaseId("kb-" + round);
        engine.start(kb, (int) waiting * 4, 1, JobPriority.DEFAULT);
        awaitWaiting(engine, kb, least);
        engine.ingestion().pause(kb);
        require(JobStatus.PAUSED, engine.await(kb).status());
        long start = System.nanoTime();
        engine.ingestion().cancel(kb);
        acknowledged.add(new Pair(milliseconds(start), MOST_TO_ACKNOWLEDGE));
        JobStatus status = engine.await(kb).status();
        complete.add(new Pair(milliseconds(start), MOST_TO_COMPLETE));
        require(JobStatus.CANCELED, status);
      }
    }
    String what = "cancel of a paused job with %,d documents waiting".formatted(least);
    return List.of(row(what + " acknowledged", acknowledged), row(what + " complete", complete));
  }

  private static void require(JobStatus expected, JobStatus status) {
    BrokenBenchmarkException.require("jobs " + expected, 1, status == expected ? 1 : 0);
  }

  private Row row(String what, List<Pair> rounds) {
    return Row.of(name(), what + ", against the limit", "ms", rounds, Goal.atMost(1));
  }

  private static void awaitWaiting(Engine engine, KnowledgeBaseId kb, long chunks) {
    ChunkCounts counts;
    do {
      BrokenBenchmarkException.require(
          "jobs at work until enough waits", 1, engine.ingestion().isAtWork(kb) ? 1 : 0);
      LockSupport.parkNanos(1_000_000);
      counts = engine.ingestion().status(kb).orElseThrow().chunks();
    } while (counts.queued() - counts.indexed() < chunks);
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
