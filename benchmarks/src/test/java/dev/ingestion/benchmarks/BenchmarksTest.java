package dev.ingestion.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the benchmarks still do the work they claim to measure; their figures are not looked at.
 */
class BenchmarksTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);

  static List<String> names() {
    return Main.all().stream().map(Benchmark::name).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyBenchmarkDoesItsWork(String name, @TempDir Path temp) throws Exception {
    Path json = temp.resolve("result.json");
    assumeThat(Main.all())
        .as("what it measures is built")
        .anyMatch(benchmark -> benchmark.name().equals(name) && benchmark.isPossible());

    int exit =
        Main.run(new String[] {name, "--small", "--json", json.toString()}, printed, printed);

    assertThat(exit).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("| " + name + ": ");
    assertThat(Files.readString(json))
        .contains("\"benchmark\" : \"" + name + "\"", "\"small\" : true");
  }

  @Test
  void anUnknownBenchmarkIsAnErrorThatNamesThoseThereAre() throws Exception {
    assertThat(Main.run(new String[] {"speed"}, printed, printed)).isEqualTo(2);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains(names());
  }

  @Test
  void workThatWasNotDoneBreaksTheBenchmark() {
    assertThatThrownBy(() -> BrokenBenchmarkException.require("chunks indexed", 50, 49))
        .isInstanceOf(BrokenBenchmarkException.class)
        .hasMessageContaining("chunks indexed: 50");
  }

  @Test
  void aRatioIsThatOfEachRoundAndNotOfTheMedians() {
    Row row =
        Row.of(
            "b",
            "w",
            "u",
            List.of(new Pair(1, 2), new Pair(10, 5), new Pair(9, 10)),
            Goal.atLeast(0.7));

    assertThat(row.ratio()).isEqualTo(0.9);
    assertThat(row.least()).isEqualTo(0.5);
    assertThat(row.most()).isEqualTo(2.0);
    assertThat(row.reached()).isTrue();
  }
}
