package dev.ingestion.workers.schedule;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.FollowService.SourceChanges;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.SourceWatcher;
import dev.ingestion.workers.WatchConfig;
import dev.ingestion.workers.runtime.Signal;
import dev.ingestion.workers.runtime.Threads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that is followed. If its watch ends, it is begun again as soon as that is possible, and
 * the source counts as changed. One thread asks, others tell.
 */
final class FollowedSource implements SourceChanges {
  private static final Logger log = LoggerFactory.getLogger(FollowedSource.class);

  /** How long after a watch has ended it is begun again, and how often that is tried. */
  static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);

  /** For a watch to begin, which takes no time unless a disk hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final SourceSettings source;
  private final SourceWatcher watcher;
  private final Threads threads;
  private final Debounce changes;
  private final Signal told;
  private final Runnable alsoTell;
  private SourceWatcher.@Nullable Watch watch;
  private volatile boolean lost;
  private volatile boolean closed;
  private volatile @Nullable String lastReason;
  private volatile long tryAgainAt;

  /**
   * @param alsoTell called whenever something was told
   */
  FollowedSource(
      SourceSettings source,
      SourceWatcher watcher,
      WatchConfig config,
      Threads threads,
      Runnable alsoTell) {
    this.source = source;
    this.watcher = watcher;
    this.threads = threads;
    this.changes = new Debounce(config, threads::nanoTime);
    this.told = threads.signal();
    this.alsoTell = alsoTell;
  }

  SourceSettings source() {
    return source;
  }

  /**
   * @throws IngestionException if the source cannot be watched
   */
  FollowedSource begin() {
    SourceWatcher.Watch begun = watcher.watch(source, new Told());
    if (!keep(begun)) {
      begun.close(); // it took so long that nobody wants it any more
    }
    return this;
  }

  private synchronized boolean keep(SourceWatcher.Watch begun) {
    if (!closed) {
      watch = begun;
    }
    return !closed;
  }

  /**
   * Begins on a thread of its own, for which little is waited: on a disk that hangs, a folder may
   * take for ever to be watched. If it cannot be watched, that is tried again.
   */
  void beginSoon() {
    lost = false; // before, for the new watch may be lost at once
    threads.start("follow-" + source.name(), this::tryToBegin).join(PATIENCE);
  }

  private void tryToBegin() {
    try {
      begin();
      lastReason = null;
      log.info("{} is followed", source.root());
      changes.changed(); // nobody knows what happened before
      tell();
    } catch (IngestionException e) {
      lose(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      log.error("The watch on {} cannot begin", source.root(), e);
      lose(e.toString());
    }
  }

  private final class Told implements SourceWatcher.Listener {
    @Override
    public void changed() {
      changes.changed();
      tell();
    }

    @Override
    public void lost(String reason) {
      lose(reason);
    }
  }

  private void lose(String reason) {
    if (!reason.equals(lastReason)) {
      log.warn(
          "{} is not followed for the time being, which is tried again: {}", source.root(), reason);
    }
    lastReason = reason;
    tryAgainAt = threads.nanoTime() + BEFORE_ANOTHER_TRY.toNanos();
    lost = true;
    tell();
  }

  private void tell() {
    told.raise();
    alsoTell.run();
  }

  @Override
  public boolean await(Duration most) {
    Duration left = dueIn();
    if (!left.isZero()) {
      told.await(left.compareTo(most) < 0 ? left : most);
    }
    return take();
  }

  /** How long until there is something to do; very long if there is nothing. */
  Duration dueIn() {
    Duration due = changes.dueIn().orElse(Duration.ofDays(1));
    if (!lost) {
      return due;
    }
    Duration again = Duration.ofNanos(Math.max(0, tryAgainAt - threads.nanoTime()));
    return again.compareTo(due) < 0 ? again : due;
  }

  /**
   * @return whether a run is wanted
   */
  boolean take() {
    if (lost && tryAgainAt - threads.nanoTime() <= 0) {
      beginSoon();
    }
    return changes.take();
  }

  @Override
  public void putBack() {
    changes.changed();
  }

  @Override
  public void close() {
    SourceWatcher.Watch open = end();
    if (open != null) {
      open.close();
    }
  }

  private synchronized SourceWatcher.@Nullable Watch end() {
    closed = true;
    return watch;
  }
}
