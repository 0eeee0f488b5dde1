package dev.ingestion.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** Measures one thing, several times over. */
interface Benchmark {
  /** What it is called on the command line. */
  String name();

  /**
   * Whether all is there that it takes; one that is of the whole program needs that to be built.
   */
  default boolean isPossible() {
    return true;
  }

  /**
   * @param scratch an empty directory of its own
   * @param full the sizes that are published; otherwise small ones that show in seconds whether the
   *     benchmark still works
   * @throws BrokenBenchmarkException if what was measured was not the work it was meant to be
   */
  List<Row> run(Path scratch, boolean full);
}
