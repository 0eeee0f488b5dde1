package dev.ingestion.adapters.opentelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says now and then what could not be sent, and when it can be again; the exporter itself would say
 * so with a stack trace each time. Thread-safe.
 */
final class ToldExporter implements SpanExporter {
  private static final Logger log = LoggerFactory.getLogger(ToldExporter.class);
  private static final long BETWEEN = Duration.ofMinutes(5).toNanos();

  private final SpanExporter exporter;
  private final String endpoint;
  private final LongSupplier nanoTime;
  private boolean failing;
  private long lost;
  private long told;

  ToldExporter(SpanExporter exporter, String endpoint, LongSupplier nanoTime) {
    this.exporter = exporter;
    this.endpoint = endpoint;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            succeeded();
          } else {
            failed(count, result.getFailureThrowable());
          }
        });
  }

  private synchronized void succeeded() {
    if (failing) {
      failing = false;
      log.info("Traces are sent to {} again; {} spans were lost", endpoint, lost);
      lost = 0;
    }
  }

  private synchronized void failed(int count, @Nullable Throwable why) {
    lost += count;
    long now = nanoTime.getAsLong();
    if (!failing || now - told >= BETWEEN) {
      failing = true;
      told = now;
      log.warn(
          "{} spans could not be sent to {} and are lost, which disturbs nothing else: {}",
          lost,
          endpoint,
          why == null ? "it does not take them" : why.toString());
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
