package dev.ingestion.adapters.micrometer;

import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The text that a process offers in which everything has happened once. */
final class Exposition {
  private Exposition() {}

  static String text() {
    MicrometerTelemetry telemetry = new MicrometerTelemetry(Configs.prometheus());
    MetricsServer server = new MetricsServer(Configs.prometheus(), telemetry);
    server.start();
    try {
      for (Metric metric : Metric.values()) {
        tell(telemetry, metric);
      }
      return server.text().orElseThrow();
    } finally {
      server.close();
    }
  }

  private static void tell(MicrometerTelemetry telemetry, Metric metric) {
    Map<Tag, String> tags = new EnumMap<>(Tag.class);
    metric.tags().forEach(tag -> tags.put(tag, "some"));
    switch (metric.kind()) {
      case COUNTER -> telemetry.count(metric, tags, 1);
      case TIMER -> telemetry.time(metric, tags, Duration.ofMillis(20));
      case GAUGE -> telemetry.gauge(metric, () -> 1);
    }
  }

  /** The names in a text, without their labels. */
  static Set<String> names(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
