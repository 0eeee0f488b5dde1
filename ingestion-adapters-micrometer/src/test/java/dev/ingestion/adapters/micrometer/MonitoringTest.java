package dev.ingestion.adapters.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.ports.out.Metric;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what is given to Prometheus and Grafana to the metrics that there are. */
class MonitoringTest {
  private static final Path DOCS = Path.of("").toAbsolutePath().resolveSibling("docs");
  private static final Path RULES = DOCS.resolve("monitoring/prometheus-rules.yaml");
  private static final Path DASHBOARD = DOCS.resolve("monitoring/grafana-dashboard.json");
  private static final Pattern NAME = Pattern.compile("\\b(?:ingestion|jvm|process)_[a-z_]+");
  private static final Pattern ALERT = Pattern.compile("^ +- alert: (\\w+)$", Pattern.MULTILINE);

  @TempDir static Path temp;

  private static String text;
  private static Set<String> names;

  @BeforeAll
  static void scrape() {
    text = Exposition.text();
    names = Exposition.names(text);
  }

  @Test
  void everyAlertAsksForMetricsThatThereAre() throws IOException {
    String rules = Files.readString(RULES);

    assertThat(namesIn(rules)).hasSizeGreaterThan(8).isSubsetOf(names);
  }

  @Test
  void everyPanelAsksForMetricsThatThereAre() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    List<JsonNode> panels = dashboard.findValues("expr");

    assertThat(panels).hasSizeGreaterThan(15);
    assertThat(panels).allSatisfy(expr -> assertThat(namesIn(expr.textValue())).isNotEmpty());
    assertThat(namesIn(dashboard.toString())).isSubsetOf(names);
    assertThat(dashboard.findValues("id")).doesNotHaveDuplicates();
  }

  @Test
  void everyMetricOfTheEngineIsOnTheDashboard() throws IOException {
    String dashboard = Files.readString(DASHBOARD);

    assertThat(ofTheEngine()).allSatisfy(name -> assertThat(dashboard).contains(name));
  }

  @Test
  void everyMetricAndEveryAlertIsDescribed() throws IOException {
    String page = Files.readString(DOCS.resolve("monitoring.md"));

    for (Metric metric : Metric.values()) {
      assertThat(page).contains("`" + metric.id() + "`");
    }
    assertThat(ofTheEngine()).allSatisfy(name -> assertThat(page).contains("`" + name));
    List<String> alerts =
        ALERT.matcher(Files.readString(RULES)).results().map(match -> match.group(1)).toList();
    assertThat(alerts).isNotEmpty();
    assertThat(alerts).allSatisfy(alert -> assertThat(page).contains("`" + alert + "`"));
  }

  @Test
  void promtoolFindsNothingWrongWithTheMetrics() throws Exception {
    Path metrics = Files.writeString(temp.resolve("metrics.txt"), text);

    assertThat(promtool(metrics, "check", "metrics")).isEmpty();
  }

  @Test
  void promtoolFindsNothingWrongWithTheAlerts() throws Exception {
    assertThat(promtool(Path.of("/dev/null"), "check", "rules", RULES.toString()))
        .contains("SUCCESS")
        .doesNotContain("FAILED");
  }

  /** Names of the engine's metrics as Prometheus knows them; of a histogram the bucket's. */
  private static Set<String> ofTheEngine() {
    return names.stream()
        .filter(name -> name.startsWith("ingestion_"))
        .filter(name -> !name.matches(".*_seconds_(count|sum|max)"))
        .collect(Collectors.toSet());
  }

  private static Set<String> namesIn(String text) {
    return NAME.matcher(text)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String promtool(Path input, String... arguments)
      throws IOException, InterruptedException {
    if (!Boolean.parseBoolean(System.getenv("INGESTION_REQUIRE_TOOLS"))) {
      assumeThat(isInstalled("promtool")).as("apt-get install prometheus").isTrue();
    }
    List<String> command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
    Path output = temp.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
