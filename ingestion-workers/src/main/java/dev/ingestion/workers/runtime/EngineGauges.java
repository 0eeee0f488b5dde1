package dev.ingestion.workers.runtime;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.ports.out.WorkQueue.Depth;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked up when somebody wants to know it. Thread-safe. */
public final class EngineGauges implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(EngineGauges.class);

  /** The database is not asked more often, however many look. */
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final Telemetry telemetry;
  private final WorkQueue queue;
  private final RunningJobs running;
  private final ClaimKeeper claims;
  private final Circuits circuits;
  private final InstantSource clock;
  private final Threads threads;
  private @Nullable Looked last;
  private volatile boolean open;

  @Inject
  EngineGauges(
      Telemetry telemetry,
      WorkQueue queue,
      RunningJobs running,
      ClaimKeeper claims,
      Circuits circuits,
      InstantSource clock,
      Threads threads) {
    this.telemetry = telemetry;
    this.queue = queue;
    this.running = running;
    this.claims = claims;
    this.circuits = circuits;
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * @param depth null if it could not be found out
   */
  private record Looked(@Nullable Depth depth, long atNanos) {}

  @Override
  public Phase phase() {
    return Phase.ENGINE;
  }

  @Override
  public void start() {
    open = true;
    telemetry.gauge(Metric.JOBS_ACTIVE, () -> running.all().size());
    telemetry.gauge(Metric.CIRCUITS_OPEN, circuits::open);
    telemetry.gauge(Metric.CLAIMS_LEASE_AGE, () -> seconds(claims.oldestLease()));
    telemetry.gauge(Metric.QUEUE_CHUNKS, () -> ofQueue(Depth::chunks));
    telemetry.gauge(Metric.QUEUE_BYTES, () -> ofQueue(Depth::bytes));
    telemetry.gauge(Metric.QUEUE_AGE, () -> ofQueue(this::age));
  }

  @Override
  public void close() {
    open = false;
  }

  private double age(Depth depth) {
    return depth.oldest() == null
        ? 0
        : Math.max(0, seconds(Duration.between(depth.oldest(), clock.instant())));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private double ofQueue(ToDoubleFunction<Depth> value) {
    Depth depth = depth();
    return depth == null ? Double.NaN : value.applyAsDouble(depth);
  }

  private synchronized @Nullable Depth depth() {
    if (!open) {
      return null;
    }
    long now = threads.nanoTime();
    if (last == null || now - last.atNanos() >= KEPT.toNanos()) {
      last = new Looked(ask(), now);
    }
    return last.depth();
  }

  private @Nullable Depth ask() {
    try {
      return queue.depth();
    } catch (IngestionException e) {
      log.warn("What waits in the queue cannot be found out: {}", e.getMessage());
      return null;
    }
  }
}
