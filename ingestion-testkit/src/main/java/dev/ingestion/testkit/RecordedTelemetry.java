package dev.ingestion.testkit;

import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Kind;
import dev.ingestion.ports.out.Metric.Tag;
import dev.ingestion.ports.out.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Keeps what it is told, and refuses what a {@link Metric} does not have: a value of another kind,
 * tags too many or too few. Thread-safe.
 */
public final class RecordedTelemetry implements Telemetry {
  private final Map<Series, Long> counts = new HashMap<>();
  private final Map<Series, List<Duration>> durations = new HashMap<>();
  private final Map<Metric, DoubleSupplier> gauges = new HashMap<>();

  private record Series(Metric metric, Map<Tag, String> tags) {
    Series {
      if (!metric.tags().equals(tags.keySet())) {
        throw new AssertionError(metric + " has " + metric.tags() + " and was given " + tags);
      }
      tags = Map.copyOf(tags);
    }
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public synchronized void count(Metric metric, Map<Tag, String> tags, long amount) {
    require(metric, Kind.COUNTER);
    if (amount < 0) {
      throw new AssertionError(metric + " was counted back by " + amount);
    }
    counts.merge(new Series(metric, tags), amount, Long::sum);
  }

  @Override
  public synchronized void time(Metric metric, Map<Tag, String> tags, Duration duration) {
    require(metric, Kind.TIMER);
    durations.computeIfAbsent(new Series(metric, tags), series -> new ArrayList<>()).add(duration);
  }

  @Override
  public synchronized void gauge(Metric metric, DoubleSupplier value) {
    require(metric, Kind.GAUGE);
    gauges.put(metric, value);
  }

  /** What was counted; 0 if nothing was. */
  public synchronized long counted(Metric metric, Map<Tag, String> tags) {
    return counts.getOrDefault(new Series(metric, tags), 0L);
  }

  /** What was counted with any tags. */
  public synchronized long counted(Metric metric) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().metric() == metric)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What was measured, in its order. */
  public synchronized List<Duration> timed(Metric metric, Map<Tag, String> tags) {
    return List.copyOf(durations.getOrDefault(new Series(metric, tags), List.of()));
  }

  /**
   * @return what a gauge shows now; NaN if there is none
   */
  public double shown(Metric metric) {
    DoubleSupplier gauge;
    synchronized (this) {
      gauge = gauges.getOrDefault(metric, () -> Double.NaN);
    }
    return gauge.getAsDouble();
  }

  private static void require(Metric metric, Kind kind) {
    if (metric.kind() != kind) {
      throw new AssertionError(metric + " is no " + kind);
    }
  }
}
