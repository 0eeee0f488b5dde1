package dev.ingestion.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether the benchmarks still do the work they claim to measure; their figures are not looked at.
 */
class BenchmarksTest {
  private static final Set<String> ON_REAL_PAGES =
      Set.of("end-to-end", "parse", "first-chunk", "start-up", "disk", "quality");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);

  /** Each as small as it gets: whether it runs and counts what it should, in seconds. */
  static List<String> names() {
    return Main.all().stream().map(Benchmark::name).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyBenchmarkDoesItsWork(String name, @TempDir Path temp) throws Exception {
    requireTools(name);
    Path json = temp.resolve("result.json");

    int exit =
        Main.run(
            new String[] {"--only", name, "--small", "--json", json.toString()}, printed, printed);

    assertThat(exit).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("| " + name + ": ");
    assertThat(Files.readString(json))
        .contains("\"benchmark\" : \"" + name + "\"", "\"small\" : true");
  }

  /** The program is there once it was packaged, which comes before these tests in a whole build. */
  private static void requireTools(String name) {
    assumeTrue(
        Main.all().stream()
            .anyMatch(benchmark -> benchmark.name().equals(name) && benchmark.isPossible()),
        "The program is not packaged");
    if (!Boolean.parseBoolean(System.getenv("INGESTION_REQUIRE_TOOLS"))) {
      assumeTrue(
          !ON_REAL_PAGES.contains(name) || Files.isDirectory(RealPages.MANUAL),
          "Debian's postgresql-doc-15 is not installed");
    }
  }

  @Test
  void severalRunsArePutTogether(@TempDir Path temp) throws Exception {
    Path json = temp.resolve("result.json");

    Main.run(
        new String[] {"--only", "fairness", "--small", "--runs", "2", "--json", json.toString()},
        printed,
        printed);

    Row row = Report.read(json).rows().get(0);
    assertThat(row.rounds()).hasSize(2);
    assertThat(row.goal()).isEqualTo(Goal.atMost(1.1));
  }

  @Test
  void whatIsPublishedKeepsTheOtherBenchmarks(@TempDir Path docs) throws Exception {
    List<String> order = List.of("first", "second");
    report(order.get(1), 3).publish(docs, order);
    report(order.get(0), 1).publish(docs, order);
    report(order.get(1), 2).publish(docs, order);

    assertThat(Report.read(docs.resolve("benchmarks.json")).rows())
        .extracting(Row::benchmark, Row::ratio)
        .containsExactly(tuple("first", 1.0), tuple("second", 2.0));
    assertThat(Files.readString(docs.resolve("benchmarks.svg")))
        .startsWith("<svg ")
        .contains("first: a &lt; b", "class=\"missed\"", "class=\"reached\"")
        .endsWith("</svg>\n");
  }

  /** Hours were spent on what was measured before and will be on what comes after. */
  @Test
  void aBrokenBenchmarkCostsTheOthersNothing(@TempDir Path temp) throws Exception {
    Path json = temp.resolve("result.json");
    AtomicInteger runs = new AtomicInteger();
    Measurements measurements =
        new Measurements(
            List.of(
                benchmark("before", () -> {}),
                benchmark("broken", () -> BrokenBenchmarkException.require("chunks", 50, 49)),
                benchmark("fails", () -> assertThat(runs.incrementAndGet()).isEqualTo(1)),
                benchmark("after", () -> {})),
            Arguments.of(
                new String[] {
                  "--small", "--runs", "2", "--json", json.toString(), "--docs", temp.toString()
                }),
            printed);

    measurements.run();

    assertThat(measurements.broken()).containsExactlyInAnyOrder("broken", "fails");
    for (Path kept : List.of(json, temp.resolve("benchmarks.json"))) {
      assertThat(Report.read(kept).rows())
          .extracting(Row::benchmark, row -> row.rounds().size())
          .containsExactly(tuple("before", 2), tuple("after", 2));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("chunks: 50")
        .containsOnlyOnce("measuring broken");
  }

  private static Benchmark benchmark(String name, Runnable work) {
    return new Benchmark() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Row> run(Path scratch, boolean full) {
        work.run();
        return List.of(Row.of(name, "w", "u", List.of(new Pair(1, 1)), Goal.NONE));
      }
    };
  }

  @Test
  void foldersForTheResultAreMade(@TempDir Path temp) throws Exception {
    Path docs = temp.resolve("a/docs");
    Path json = temp.resolve("b/result.json");

    Main.run(
        new String[] {
          "--only", "fairness", "--small", "--docs", docs.toString(), "--json", json.toString()
        },
        printed,
        printed);

    assertThat(docs.resolve("benchmarks.json")).isNotEmptyFile();
    assertThat(docs.resolve("benchmarks.svg")).isNotEmptyFile();
    assertThat(json).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--docs", "--json"})
  void aResultThatCouldNotBeWrittenIsNotMeasured(String option, @TempDir Path temp)
      throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "no folder");

    int exit =
        Main.run(
            new String[] {
              "--only", "fairness", "--small", option, file.resolve("below/it").toString()
            },
            printed,
            printed);

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("could not be written")
        .doesNotContain("measuring");
  }

  private static Report report(String benchmark, double ratio) {
    Row row = Row.of(benchmark, "a < b", "s", List.of(new Pair(ratio, 1)), Goal.atLeast(1.5));
    return new Report(
        Report.Machine.here(),
        false,
        List.of(new Report.Result(benchmark, "2026-01-01", 0, 0, List.of(row))));
  }

  @Test
  void theListAndTheHelpMeasureNothing() throws Exception {
    assertThat(Main.run(new String[] {"--list"}, printed, printed)).isZero();
    assertThat(Main.run(new String[] {"--help"}, printed, printed)).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(names())
        .contains("--runs N")
        .doesNotContain("measuring");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--runs", "--runs 0", "--runs many", "--only", "--fast"})
  void aWrongCommandLineIsAnErrorThatSaysHowItIsUsed(String line) throws Exception {
    assertThat(Main.run(line.split(" ", -1), printed, printed)).isEqualTo(2);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: ingestion-bench");
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
