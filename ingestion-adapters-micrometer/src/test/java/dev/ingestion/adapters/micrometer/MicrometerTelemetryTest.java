package dev.ingestion.adapters.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MicrometerTelemetryTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerTelemetry telemetry =
      new MicrometerTelemetry(
          Configs.with(true, MetricsBackend.PROMETHEUS, "http://localhost:1/", 2));

  @Test
  void whatIsToldBeforeAnybodyListensIsForgotten() {
    assertThat(telemetry.isOn()).isFalse();
    telemetry.count(Metric.EMBEDDING_TEXTS, Map.of(), 5);

    telemetry.registry().add(registry);

    assertThat(telemetry.isOn()).isTrue();
    assertThat(registry.find("ingestion.embedding.texts").counter()).isNull();
  }

  @Test
  void countsAreAddedUpByTheirTags() {
    telemetry.registry().add(registry);

    telemetry.count(Metric.CLAIMS, Map.of(Tag.OUTCOME, "taken"), 2);
    telemetry.count(Metric.CLAIMS, Map.of(Tag.OUTCOME, "taken"), 3);
    telemetry.count(Metric.CLAIMS, Map.of(Tag.OUTCOME, "refused"), 1);

    assertThat(registry.get("ingestion.claims").tag("outcome", "taken").counter().count())
        .isEqualTo(5);
    assertThat(registry.get("ingestion.claims").tag("outcome", "refused").counter().count())
        .isEqualTo(1);
  }

  @Test
  void durationsAreAddedUp() {
    telemetry.registry().add(registry);

    telemetry.time(Metric.STAGE_DURATION, Map.of(Tag.STAGE, "embed"), Duration.ofMillis(20));
    telemetry.time(Metric.STAGE_DURATION, Map.of(Tag.STAGE, "embed"), Duration.ofMillis(40));

    var timer = registry.get("ingestion.stage").tag("stage", "embed").timer();
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(60);
  }

  @Test
  void aGaugeThatWasGivenBeforeAnybodyListenedShowsWhatHoldsNow() {
    AtomicLong chunks = new AtomicLong(3);
    telemetry.gauge(Metric.QUEUE_CHUNKS, chunks::get);
    telemetry.registry().add(registry);

    chunks.set(7);

    assertThat(registry.get("ingestion.queue.chunks").gauge().value()).isEqualTo(7);
  }

  @Test
  void knowledgeBasesBeyondTheNumberThatIsToldApartCountTogether() {
    telemetry.registry().add(registry);

    for (String kb : new String[] {"a", "b", "c", "d", "a"}) {
      telemetry.count(Metric.CHUNKS, Map.of(Tag.OUTCOME, "indexed", Tag.KB, kb), 1);
    }

    Set<String> named =
        registry.find("ingestion.chunks").counters().stream()
            .map(counter -> counter.getId().getTag("kb") + "=" + (long) counter.count())
            .collect(Collectors.toSet());
    assertThat(named).containsExactlyInAnyOrder("a=2", "b=1", MicrometerTelemetry.OTHERS + "=2");
  }
}
