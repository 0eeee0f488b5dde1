package dev.ingestion.adapters.opentelemetry;

import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.Tracing;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces while the process works, if it is to. Nothing of OpenTelemetry is loaded before the first
 * span is begun, so a command that traces nothing pays nothing.
 */
final class OnDemandTracing implements Tracing, ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(OnDemandTracing.class);

  private final TracingConfig config;
  private final Map<String, String> environment;
  private @Nullable Destination destination;
  private volatile State state = State.OFF;
  private volatile @Nullable OpenTelemetryTracing used;

  @Inject
  OnDemandTracing(TracingConfig config, @Environment Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  private enum State {
    OFF,
    /** The first span opens it. */
    READY,
    OPEN
  }

  /** Closed after the engine, whose jobs end their spans when they come to rest. */
  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  @Override
  public synchronized void start() {
    if (config.enabled()) {
      destination = Destination.of(config, environment);
      state = State.READY;
    }
  }

  @Override
  public Span begin(String name) {
    OpenTelemetryTracing tracing = opened();
    return tracing == null ? NoSpan.INSTANCE : tracing.begin(name);
  }

  @Override
  public Span request(String name, Headers headers) {
    OpenTelemetryTracing tracing = opened();
    return tracing == null ? NoSpan.INSTANCE : tracing.request(name, headers);
  }

  @Override
  public Span run(Span asked, Span previous) {
    OpenTelemetryTracing tracing = opened();
    return tracing == null ? NoSpan.INSTANCE : tracing.run(asked, previous);
  }

  @Override
  public Span current() {
    OpenTelemetryTracing tracing = used;
    return tracing == null ? NoSpan.INSTANCE : tracing.current();
  }

  private @Nullable OpenTelemetryTracing opened() {
    return switch (state) {
      case OFF -> null;
      case READY -> open();
      case OPEN -> used;
    };
  }

  private synchronized @Nullable OpenTelemetryTracing open() {
    Destination to = destination;
    if (state == State.READY && to != null) {
      used = OpenTelemetryTracing.sendingTo(to, config);
      state = State.OPEN;
      log.info("Traces are sent to {}", to);
    }
    return used;
  }

  @Override
  public synchronized void close() {
    state = State.OFF;
    OpenTelemetryTracing tracing = used;
    used = null;
    if (tracing != null) {
      tracing.close();
    }
  }
}
