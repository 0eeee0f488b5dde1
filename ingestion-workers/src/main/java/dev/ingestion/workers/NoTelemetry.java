package dev.ingestion.workers;

import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** For an engine that nobody measures. */
public final class NoTelemetry implements Telemetry {
  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public void count(Metric metric, Map<Metric.Tag, String> tags, long amount) {}

  @Override
  public void time(Metric metric, Map<Metric.Tag, String> tags, Duration duration) {}

  @Override
  public void gauge(Metric metric, DoubleSupplier value) {}
}
