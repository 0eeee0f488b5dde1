package dev.ingestion.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ToldExporterTest {
  private final Collector collector = new Collector();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(ToldExporter.class);
  private final Level before = log.getLevel();
  private long now = 1;
  private final ToldExporter exporter = new ToldExporter(collector, "http://there", () -> now);

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    log.detachAppender(lines);
    log.setLevel(before);
  }

  @Test
  void aCollectorThatIsAwayIsToldOfNowAndThen() {
    collector.away = true;
    for (int i = 0; i < 100; i++) {
      export(10);
      now += Duration.ofSeconds(6).toNanos();
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.WARN);
    assertThat(lines.list.get(0).getFormattedMessage())
        .contains("10 spans", "http://there", "ConnectException: away");
    assertThat(lines.list.get(1).getFormattedMessage()).contains("510 spans");
    assertThat(lines.list).allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
  }

  @Test
  void oneThatIsBackIsToldOfOnce() {
    export(1);
    collector.away = true;
    export(2);
    collector.away = false;
    export(3);
    export(4);

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .last()
        .isEqualTo("Traces are sent to http://there again; 2 spans were lost");
  }

  private void export(int spans) {
    SpanData span =
        TestSpanData.builder()
            .setName("job")
            .setKind(SpanKind.INTERNAL)
            .setStatus(StatusData.unset())
            .setStartEpochNanos(1)
            .setEndEpochNanos(2)
            .setHasEnded(true)
            .build();
    exporter.export(Collections.nCopies(spans, span));
  }

  private static final class Collector implements SpanExporter {
    private boolean away;

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return away
          ? CompletableResultCode.ofExceptionalFailure(new ConnectException("away"))
          : CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
