package dev.ingestion.app.control;

import java.time.Duration;
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
  }

  /** Runs the action unless {@link Watch#end} comes before. */
  Watch after(Duration limit, Runnable action) {
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
