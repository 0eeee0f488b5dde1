package dev.ingestion.adapters.micrometer;

import dev.ingestion.ports.in.MetricsText;
import dev.ingestion.ports.out.ManagedResource;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps metrics while the process serves: those of the engine, and of the machine under it. */
final class MetricsServer implements ManagedResource, MetricsText {
  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);

  private final MicrometerConfig config;
  private final MicrometerTelemetry telemetry;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private volatile @Nullable PrometheusMeterRegistry prometheus;

  @Inject
  MetricsServer(MicrometerConfig config, MicrometerTelemetry telemetry) {
    this.config = config;
    this.telemetry = telemetry;
  }

  @Override
  public Phase phase() {
    return Phase.SERVE;
  }

  @Override
  public void start() {
    if (config.isFetched()) {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      add(registry);
      prometheus = registry;
      if (config.metricsPort() > 0) {
        MetricsEndpoint endpoint = new MetricsEndpoint(config.metricsPort(), registry::scrape);
        opened.push(endpoint);
        endpoint.start();
      }
    } else if (config.isSent()) {
      add(new OtlpMeterRegistry(new OtlpSettings(config), Clock.SYSTEM));
      log.info(
          "Metrics are sent to {} every {} s",
          config.metricsOtlpUrl(),
          config.metricsInterval().toSeconds());
    }
  }

  /**
   * Two of Micrometer's are against Prometheus' rules: nanoseconds, and a count that is a gauge.
   */
  private static void tidy(MeterRegistry.Config registry) {
    registry
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                return id.getName().equals("system.cpu.count") ? id.withName("system.cpus") : id;
              }
            });
  }

  private void add(MeterRegistry registry) {
    tidy(registry.config());
    opened.push(registry::close);
    telemetry.registry().add(registry);
    opened.push(() -> telemetry.registry().remove(registry));
    JvmGcMetrics collections = new JvmGcMetrics();
    opened.push(collections);
    JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    opened.push(pressure);
    for (MeterBinder binder :
        List.of(
            collections,
            pressure,
            new JvmInfoMetrics(),
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())) {
      binder.bindTo(registry);
    }
  }

  @Override
  public Optional<String> text() {
    PrometheusMeterRegistry registry = prometheus;
    return registry == null || config.metricsPort() > 0
        ? Optional.empty()
        : Optional.of(registry.scrape());
  }

  @Override
  public void close() {
    prometheus = null;
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      log.warn("Not everything of the metrics could be closed", e);
    }
  }
}
