package dev.ingestion.adapters.micrometer;

import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import dev.ingestion.ports.out.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passes what is measured on to the registries of {@link #registry}. As long as there is none, what
 * is told is forgotten at once. Thread-safe.
 */
final class MicrometerTelemetry implements Telemetry {
  /**
   * What stands for all knowledge bases beyond the number that are told apart; no id has a space.
   */
  static final String OTHERS = "all others";

  /** A parser may take two minutes, and the checkpoint of a small batch a millisecond. */
  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final Set<String> knowledgeBases = ConcurrentHashMap.newKeySet();
  private final int maxKnowledgeBases;

  @Inject
  MicrometerTelemetry(MicrometerConfig config) {
    this.maxKnowledgeBases = config.metricsMaxKnowledgeBases();
  }

  private record Series(Metric metric, Map<Tag, String> tags) {}

  CompositeMeterRegistry registry() {
    return registry;
  }

  @Override
  public boolean isOn() {
    return !registry.getRegistries().isEmpty();
  }

  @Override
  public void count(Metric metric, Map<Tag, String> tags, long amount) {
    if (isOn()) {
      counters
          .computeIfAbsent(new Series(metric, capped(tags)), this::counter)
          .increment((double) amount);
    }
  }

  @Override
  public void time(Metric metric, Map<Tag, String> tags, Duration duration) {
    if (isOn()) {
      timers.computeIfAbsent(new Series(metric, capped(tags)), this::timer).record(duration);
    }
  }

  @Override
  public void gauge(Metric metric, DoubleSupplier value) {
    Gauge.builder(metric.id(), value::getAsDouble)
        .baseUnit(unit(metric))
        .description(metric.description())
        .register(registry);
  }

  private Counter counter(Series series) {
    return Counter.builder(series.metric().id())
        .baseUnit(unit(series.metric()))
        .description(series.metric().description())
        .tags(tags(series))
        .register(registry);
  }

  private Timer timer(Series series) {
    return Timer.builder(series.metric().id())
        .description(series.metric().description())
        .tags(tags(series))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Micrometer would take an empty one for the unit. */
  private static @Nullable String unit(Metric metric) {
    return metric.unit().isEmpty() ? null : metric.unit();
  }

  private static Tags tags(Series series) {
    Tags tags = Tags.empty();
    for (Map.Entry<Tag, String> tag : series.tags().entrySet()) {
      tags = tags.and(tag.getKey().id(), tag.getValue());
    }
    return tags;
  }

  /** The tags, with a knowledge base that is one too many left unnamed. */
  private Map<Tag, String> capped(Map<Tag, String> tags) {
    String kb = tags.get(Tag.KB);
    if (kb == null || isToldApart(kb)) {
      return tags;
    }
    Map<Tag, String> unnamed = new EnumMap<>(tags);
    unnamed.put(Tag.KB, OTHERS);
    return unnamed;
  }

  private boolean isToldApart(String kb) {
    if (knowledgeBases.contains(kb)) {
      return true;
    }
    synchronized (knowledgeBases) {
      return knowledgeBases.size() < maxKnowledgeBases && knowledgeBases.add(kb);
    }
  }
}
