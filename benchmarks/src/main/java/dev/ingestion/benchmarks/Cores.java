package dev.ingestion.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Work on every core at once, each taking the next of a list when it is done with the last. */
final class Cores {
  static final int ALL = Runtime.getRuntime().availableProcessors();

  private Cores() {}

  /** What one thread does with one of the items. */
  @FunctionalInterface
  interface Work<T> {
    void on(int thread, T item) throws Exception;
  }

  static <T> void each(List<T> items, Work<T> work) {
    each(ALL, items, work);
  }

  static <T> void each(int threads, List<T> items, Work<T> work) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(
            pool.submit(
                () -> {
                  for (int at = next.getAndIncrement();
                      at < items.size();
                      at = next.getAndIncrement()) {
                    work.on(thread, items.get(at));
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A benchmark's work failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("A benchmark was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
