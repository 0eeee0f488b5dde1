package dev.ingestion.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The most that is alive in this process's heap while something runs: it is collected again and
 * again, so that only what is still needed counts. Whatever runs is slowed down by it.
 */
final class LiveHeap implements AutoCloseable {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong most = new AtomicLong();
  private final ScheduledFuture<?> sampling;

  private LiveHeap(Duration pause) {
    sampling =
        sampler.scheduleWithFixedDelay(this::sample, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * @param pause between a collection and the next
   */
  static LiveHeap watch(Duration pause) {
    return new LiveHeap(pause);
  }

  private void sample() {
    most.accumulateAndGet(live(), Math::max);
  }

  /** What the collection left, and not what others have allocated since. */
  private static long live() {
    MEMORY.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /** Megabytes, of what is there now as well; of it all, what was there before included. */
  double mostMegabytes() {
    sample();
    return most.get() / (1024.0 * 1024);
  }

  @Override
  public void close() {
    sampling.cancel(false);
    sampler.shutdown();
    try {
      if (!sampler.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("A collection of the heap takes more than a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the heap is watched", e);
    }
  }
}
