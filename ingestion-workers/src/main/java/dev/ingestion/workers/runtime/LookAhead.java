package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import dev.ingestion.workers.pipeline.SourceComparison.Difference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a producer was listed and has not dealt with, in the order of the listing. While the
 * producer writes, other threads read the documents that are to come; it takes them in their turn
 * and reads itself whatever nobody has begun. Nothing read here is stored, so that all of it can be
 * dropped at any moment.
 *
 * <p>Used by one thread, which closes it; when that returns, no thread of it runs any more.
 */
final class LookAhead implements AutoCloseable {
  /** Enough for no thread to wait while the producer commits. */
  private static final int DOCUMENTS_A_THREAD = 8;

  /**
   * About how much is held of documents that wait for their turn or are being read for it. A larger
   * document is never read ahead, so that no two such are in memory at once.
   */
  private static final long MOST_BYTES = 16L << 20;

  /** What a document is taken for whose size the source does not know. */
  private static final long UNKNOWN_BYTES = 1L << 20;

  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final JobRuntime job;
  private final Threads threads;
  private final Function<Difference.Listed, Reading> reader;
  private final Signal work;
  private final Signal done;

  private final Deque<Place> places = new ArrayDeque<>();
  private final Queue<Place> unread = new ConcurrentLinkedQueue<>();
  private final AtomicLong held = new AtomicLong();
  private final List<Threads.Worker> workers = new ArrayList<>();
  private boolean begun;
  private boolean bears;

  /** How many outages have been borne with. */
  private final AtomicInteger over = new AtomicInteger();

  /** The one that was met last, as the number of those that were over; none at first. */
  private volatile int met = -1;

  private volatile boolean closed;

  /**
   * @param reader reads a document; called by several threads at once
   */
  LookAhead(JobRuntime job, Threads threads, Function<Difference.Listed, Reading> reader) {
    this.job = job;
    this.threads = threads;
    this.reader = reader;
    this.work = threads.signal();
    this.done = threads.signal();
  }

  /**
   * What is to be dealt with next.
   *
   * @param reading null if it was not read
   * @param away why it could not be: its source has to be borne with, as long as it takes
   */
  record Next(
      Difference difference, @Nullable Reading reading, @Nullable IngestionException away) {}

  private sealed interface Outcome {
    record Read(Reading reading) implements Outcome {}

    record Failed(RuntimeException failure) implements Outcome {}

    record Broken(Error failure) implements Outcome {}

    /**
     * Its source was away then.
     *
     * @param over how many outages had been borne with when its reading began
     */
    record Away(IngestionException failure, int over) implements Outcome {}
  }

  private static final class Place {
    final Difference difference;

    /** Null if it needs no reading. */
    final Difference.@Nullable Listed toRead;

    /** What is held for it; changed by whoever reads it. */
    long bytes;

    volatile @Nullable Outcome outcome;

    Place(Difference difference, boolean read) {
      this.difference = difference;
      this.toRead = read && difference instanceof Difference.Listed listed ? listed : null;
    }

    boolean isReady() {
      return toRead == null || outcome != null;
    }
  }

  /**
   * Takes in what was listed next.
   *
   * @param toBeRead whether that takes more than a look at what is known of it
   */
  void add(Difference difference, boolean toBeRead) {
    Place place = new Place(difference, toBeRead);
    places.add(place);
    if (place.toRead != null) {
      unread.add(place);
      if (begun) {
        startReader();
        work.raise();
      }
    }
  }

  /** One for each document that waits behind another, as long as they can make use of cores. */
  private void startReader() {
    if (workers.size() < Math.min(threads.parallelism(), places.size() - 1)) {
      String name = "reader-" + job.kb() + "-" + (workers.size() + 1);
      workers.add(threads.start(name, () -> Correlation.during(job, this::readAhead)));
    }
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /**
   * Whether something should be taken before more is added: what is ready, and what there is no
   * room for. The very first document is not kept waiting for others to be listed.
   */
  boolean isDue() {
    Place first = places.peek();
    return first != null
        && (first.isReady()
            || !begun
            || places.size() >= DOCUMENTS_A_THREAD * threads.parallelism());
  }

  /**
   * Takes what was added first, and waits for it if somebody is reading it.
   *
   * @param meanwhile called now and then while it waits
   * @return empty if the job is to stop
   */
  Optional<Next> take(Runnable meanwhile) {
    Place first = places.element();
    begun = true;
    comeBack();
    boolean mine = unread.remove(first);
    while (!mine && !first.isReady()) {
      if (job.stopping()) {
        return Optional.empty();
      }
      done.await(LOOK, () -> first.isReady() || job.stopping());
      meanwhile.run();
    }
    places.remove();
    Outcome outcome = first.outcome;
    if (outcome != null) {
      held.addAndGet(-first.bytes);
      work.raise();
    }
    return Optional.of(next(first.difference, outcome));
  }

  /**
   * Whoever was given a document whose source was away has borne with it until it was back: what
   * was begun before is of the same outage.
   */
  private void comeBack() {
    if (bears) {
      bears = false;
      over.incrementAndGet();
      work.raise();
    }
  }

  private Next next(Difference difference, @Nullable Outcome outcome) {
    if (outcome instanceof Outcome.Broken broken) {
      throw broken.failure();
    }
    if (outcome instanceof Outcome.Failed failed) {
      throw failed.failure();
    }
    if (outcome instanceof Outcome.Away now && now.over() == over.get()) {
      bears = true;
      return new Next(difference, null, now.failure());
    }
    return new Next(difference, outcome instanceof Outcome.Read r ? r.reading() : null, null);
  }

  // What other threads do

  private void readAhead() {
    while (true) {
      work.await(FOREVER, () -> isOver() || fits(unread.peek()));
      if (isOver()) {
        return;
      }
      Place next = begin();
      if (next != null) {
        next.outcome = read(next);
        done.raise();
      }
    }
  }

  private boolean isOver() {
    return closed || job.stopping();
  }

  private boolean fits(@Nullable Place place) {
    return place != null && met != over.get() && held.get() + size(place) <= MOST_BYTES;
  }

  private @Nullable Place begin() {
    Place next = unread.peek();
    if (next == null) {
      return null;
    }
    long size = size(next);
    boolean fits = held.addAndGet(size) <= MOST_BYTES;
    if (fits && unread.remove(next)) {
      next.bytes = size;
      return next;
    }
    held.addAndGet(-size);
    work.raise(); // who looked meanwhile found too much held
    return null;
  }

  private Outcome read(Place place) {
    int before = over.get();
    try {
      Reading reading = reader.apply(listed(place));
      long size = size(reading);
      held.addAndGet(size - place.bytes);
      place.bytes = size;
      return new Outcome.Read(reading);
    } catch (IngestionException e) {
      if (e.code() != ErrorCode.SOURCE_UNAVAILABLE) {
        return new Outcome.Failed(e);
      }
      met = before; // nobody else needs to ask it now
      return new Outcome.Away(e, before);
    } catch (RuntimeException e) {
      return new Outcome.Failed(e);
    } catch (Error e) { // thrown again where the document has its turn
      return new Outcome.Broken(e);
    }
  }

  private static Difference.Listed listed(Place place) {
    Difference.Listed listed = place.toRead;
    if (listed == null) {
      throw new IllegalStateException("Only what is to be read stands among the unread");
    }
    return listed;
  }

  private static long size(Place place) {
    long size = listed(place).entry().size();
    return size < 0 ? UNKNOWN_BYTES : size;
  }

  /** A text is held as a whole and in chunks. */
  private static long size(Reading reading) {
    return reading instanceof Reading.Changed changed
        ? 2L * changed.document().parsed().text().length()
        : 0;
  }

  /** Drops what was not taken, and waits for the calls in flight. */
  @Override
  public void close() {
    closed = true;
    work.raise();
    for (Threads.Worker worker : workers) {
      while (!worker.join(FOREVER)) {
        // a call of a parser or a source ends within its own limits, or is interrupted
      }
    }
  }
}
