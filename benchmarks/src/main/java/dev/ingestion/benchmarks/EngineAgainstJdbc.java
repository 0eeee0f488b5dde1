package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chunks a second of a whole job, from its start to its completion, against {@link BareJdbc}. Both
 * sides begin with an empty database of their own in each round; making it is not measured.
 */
final class EngineAgainstJdbc implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");

  /** As many batches as the engine's producer writes in one transaction. */
  private static final int ENGINES_ROWS_A_COMMIT = 16;

  /** Times the work of a round. */
  private static final int WARM_UP = 4;

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    int rows = full ? 2_000 : 20;
    int rounds = full ? 7 : 1;
    if (full) {
      engine(scratch, 50, WARM_UP * rows); // until most of the engine is compiled
      bare(scratch, 1, WARM_UP * rows);
    }
    Map<Integer, List<Pair>> pairs = new LinkedHashMap<>();
    List<Pair> bare = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double theirs = bare(scratch, 1, rows);
      for (int chunksEach : List.of(50, 500, 10)) {
        pairs
            .computeIfAbsent(chunksEach, key -> new ArrayList<>())
            .add(new Pair(engine(scratch, chunksEach, rows), theirs));
      }
      bare.add(new Pair(bare(scratch, ENGINES_ROWS_A_COMMIT, rows), theirs));
    }
    List<Row> result = new ArrayList<>();
    pairs.forEach(
        (chunksEach, rounded) ->
            result.add(
                row(
                    "engine, documents of %d chunks, against bare JDBC".formatted(chunksEach),
                    rounded,
                    chunksEach == 50 ? Goal.atLeast(0.7) : Goal.NONE)));
    result.add(
        row(
            "bare JDBC, %d rows a commit, against 1".formatted(ENGINES_ROWS_A_COMMIT),
            bare,
            Goal.NONE));
    return result;
  }

  private Row row(String what, List<Pair> rounds, Goal goal) {
    return Row.of(name(), what, "chunks/s", rounds, goal);
  }

  private static double engine(Path scratch, int chunksEach, int rows) {
    int documents = rows * BareJdbc.CHUNKS_A_ROW / chunksEach;
    try (Scratch root = Scratch.in(scratch);
        Engine engine = Engine.open(root.path(), FreeModel.atOnce(), Engine.USUAL_BACKLOG)) {
      long start = System.nanoTime();
      engine.start(KB, documents, chunksEach, JobPriority.DEFAULT);
      engine.awaitCompleted(KB, documents, chunksEach);
      return perSecond(rows, start);
    }
  }

  private static double bare(Path scratch, int rowsACommit, int rows) {
    try (Scratch root = Scratch.in(scratch);
        BareJdbc queue = BareJdbc.open(root.path(), rowsACommit)) {
      long start = System.nanoTime();
      queue.move(rows);
      return perSecond(rows, start);
    } catch (SQLException e) {
      throw new IllegalStateException("The database that the engine is held against fails", e);
    }
  }

  private static double perSecond(int rows, long start) {
    return rows * BareJdbc.CHUNKS_A_ROW * 1e9 / (System.nanoTime() - start);
  }
}
