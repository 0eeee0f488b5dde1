package dev.ingestion.adapters.rest;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.IngestionService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all event streams what changes. One thread asks for all of them; so a stream costs a
 * connection and no thread, and listeners cost the engine the same however many they are. While
 * there are none it asks rarely, so that whoever comes is told how the jobs came to where they are.
 * Thread-safe.
 */
final class EventHub implements AutoCloseable {
  /** Between two looks at least. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  /** Between two looks while nobody listens. */
  static final Duration IDLE_INTERVAL = Duration.ofSeconds(5);

  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /**
   * Looking, and telling of what is seen, takes no more than one part in so many of the thread's
   * time, whatever it costs and however many listen: it is the jobs that the processors are for.
   */
  private static final int REST = 10;

  private static final Logger log = LoggerFactory.getLogger(EventHub.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final IngestionService ingestion;
  private final EventLog events;
  private final LongSupplier nanoTime;
  private final List<EventStream> streams = new ArrayList<>();
  private long nextLook;
  private long nextIdleLook;
  private long nextHeartbeat;
  private boolean looked;
  private boolean failing;
  private boolean newcomers;
  private boolean closed;
  private @Nullable Thread watcher;

  @Inject
  EventHub(IngestionService ingestion, EventLog events) {
    this(ingestion, events, System::nanoTime);
  }

  /**
   * @param nanoTime a clock that no change of the wall clock moves
   */
  EventHub(IngestionService ingestion, EventLog events, LongSupplier nanoTime) {
    this.ingestion = ingestion;
    this.events = events;
    this.nanoTime = nanoTime;
    this.nextLook = nanoTime.getAsLong();
    this.nextIdleLook = nextLook;
    this.nextHeartbeat = nextLook + HEARTBEAT.toNanos();
  }

  /** Begins to watch. */
  synchronized void start() {
    Thread thread = new Thread(this::watch, "events");
    thread.setDaemon(true);
    watcher = thread;
    thread.start();
  }

  /** Takes a stream in; it hears of the first things by the watching thread. */
  void add(EventStream stream) {
    synchronized (this) {
      if (!closed) {
        streams.add(stream);
        newcomers = true;
        notifyAll();
        return;
      }
    }
    stream.close();
  }

  private void watch() {
    try {
      while (awaitWork()) {
        tryToWork();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitWork() throws InterruptedException {
    while (!closed && !newcomers) {
      long next = streams.isEmpty() ? nextIdleLook : Math.min(nextLook, nextHeartbeat);
      long left = next - nanoTime.getAsLong();
      if (left <= 0) {
        break;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    newcomers = false;
    return !closed;
  }

  /** Whatever happens, the others' streams must not stand still for good. */
  private void tryToWork() {
    try {
      work();
    } catch (RuntimeException | Error e) {
      log.error("The event streams cannot be told of what changes, which is tried again", e);
    }
  }

  /** Does what is due: a look, heartbeats, and what newcomers hear first. */
  void work() {
    List<EventStream> listening = listening();
    long begin = nanoTime.getAsLong();
    boolean due = begin - (listening.isEmpty() ? nextIdleLook : nextLook) >= 0;
    try {
      tell(listening, due ? look() : List.of());
    } finally {
      if (due) {
        long cost = nanoTime.getAsLong() - begin;
        nextLook = begin + Math.max(INTERVAL.toNanos(), cost * REST);
        nextIdleLook = Math.max(nextLook, begin + IDLE_INTERVAL.toNanos());
      }
    }
  }

  private void tell(List<EventStream> listening, List<Event> changes) {
    List<Event> told = new ArrayList<>(changes);
    if (nanoTime.getAsLong() - nextHeartbeat >= 0) {
      nextHeartbeat = nanoTime.getAsLong() + HEARTBEAT.toNanos();
      told.add(Event.HEARTBEAT);
      endThoseNotAllowed(listening);
    }
    for (EventStream stream : listening) {
      told.forEach(stream::tell);
      if (looked) {
        stream.begin(events);
      }
    }
  }

  /**
   * Where it cannot be looked up, the stores are away, and there is nothing to be heard meanwhile.
   */
  private static void endThoseNotAllowed(List<EventStream> listening) {
    Map<BooleanSupplier, Boolean> known = new HashMap<>();
    try {
      for (EventStream stream : listening) {
        if (!known.computeIfAbsent(stream.permission(), BooleanSupplier::getAsBoolean)) {
          stream.close();
        }
      }
    } catch (RuntimeException e) {
      log.warn("It cannot be looked up who may listen, which is tried again", e);
    }
  }

  private synchronized List<EventStream> listening() {
    streams.removeIf(EventStream::isOver);
    return List.copyOf(streams);
  }

  private List<Event> look() {
    try {
      List<Event> changes = events.update(ingestion.list(), this::latest);
      looked = true;
      failing = false;
      return changes;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn("The jobs cannot be looked at, which is tried again; streams stand still", e);
      }
      failing = true;
      return List.of();
    }
  }

  private List<IngestionState> latest(KnowledgeBaseId kb, int limit) {
    return ingestion.jobs(Set.of(kb), null, null, limit);
  }

  /** Ends all streams, and takes no more. */
  @Override
  public void close() {
    List<EventStream> left;
    Thread running;
    synchronized (this) {
      closed = true;
      left = List.copyOf(streams);
      streams.clear();
      running = watcher;
      notifyAll();
    }
    left.forEach(EventStream::close);
    try {
      if (running != null) {
        running.join(PATIENCE.toMillis());
      }
      if (running != null && running.isAlive()) {
        log.warn("The event streams' thread still waits for an answer about the jobs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many listen. */
  synchronized int size() {
    return streams.size();
  }
}
