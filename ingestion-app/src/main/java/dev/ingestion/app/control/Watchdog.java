package dev.ingestion.app.control;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what takes too long; a blocking socket cannot do that by itself. */
final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread;

  Watchdog() {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread daemon = new Thread(task, "control-watchdog");
              daemon.setDaemon(true);
              return daemon;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setRejectedExecutionHandler((task, closed) -> ((Future<?>) task).cancel(false));
  }

  /** Runs the action unless {@link Watch#end} comes before; at once if this is closed. */
  Watch after(Duration limit, Runnable action) {
    if (thread.isShutdown()) {
      action.run();
      return () -> {};
    }
    ScheduledFuture<?> pending = thread.schedule(action, limit.toMillis(), TimeUnit.MILLISECONDS);
    return () -> pending.cancel(false);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Something that has to be over in time. */
  interface Watch {
    void end();
  }
}
