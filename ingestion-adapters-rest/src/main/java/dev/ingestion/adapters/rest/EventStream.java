package dev.ingestion.adapters.rest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that listens. Nothing here waits for it: what it does not take yet stands in a queue
 * of references to events that all streams share, and a client that leaves too much of it is let
 * go; it comes back with the last event that it has seen. Thread-safe.
 */
final class EventStream implements WriteListener {
  /** Most bytes of changes that wait for a client. */
  static final int PENDING_BYTES = 256 * 1024;

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final Predicate<String> interest;
  private final BooleanSupplier permission;
  private final @Nullable String lastSeen;
  private final ServletOutputStream out;
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private final Deque<Event> pending = new ArrayDeque<>();
  private long pendingBytes;
  private boolean writable;
  private boolean unflushed;
  private boolean begun;

  /**
   * @param interest the knowledge bases that the client wants to hear of
   * @param permission whether the client may still listen; equal for those with the same answer
   * @param lastSeen the last event's id if the client was here before
   */
  EventStream(
      Predicate<String> interest,
      BooleanSupplier permission,
      @Nullable String lastSeen,
      ServletOutputStream out) {
    this.interest = interest;
    this.permission = permission;
    this.lastSeen = lastSeen;
    this.out = out;
  }

  BooleanSupplier permission() {
    return permission;
  }

  /** Completes when the stream is over, whoever ended it. */
  CompletableFuture<@Nullable Void> end() {
    return end;
  }

  boolean isOver() {
    return end.isDone();
  }

  /** Sends what a client gets first, unless it has it already. */
  void begin(EventLog events) {
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
    }
    if (lastSeen == null) {
      send(events.snapshot(interest));
      return;
    }
    events
        .since(lastSeen, interest)
        .filter(missed -> bytes(missed) <= PENDING_BYTES)
        .orElseGet(() -> List.of(events.snapshot(interest)))
        .forEach(this::send);
  }

  private static long bytes(List<Event> events) {
    return events.stream().mapToLong(event -> event.encoded().length).sum();
  }

  /** Sends a change if the client wants to hear of it and has begun to listen. */
  void tell(Event change) {
    String kb = change.kb();
    if (hasBegun() && (kb == null || interest.test(kb))) {
      send(change);
    }
  }

  private synchronized boolean hasBegun() {
    return begun;
  }

  private void send(Event event) {
    boolean wanted = true;
    synchronized (this) {
      if (isOver() || (event.isHeartbeat() && !pending.isEmpty())) {
        return;
      }
      forget(event);
      // The first event may be larger: a snapshot has no bound, and all streams share it.
      wanted = pending.isEmpty() || pendingBytes + event.encoded().length <= PENDING_BYTES;
      if (wanted) {
        pending.add(event);
        pendingBytes += event.encoded().length;
      }
    }
    if (wanted) {
      write();
    } else {
      log.debug("A client of the event stream does not read, and is let go");
      close();
    }
  }

  private void forget(Event later) {
    pending.removeIf(
        earlier -> {
          boolean superseded = earlier.isSupersededBy(later);
          pendingBytes -= superseded ? earlier.encoded().length : 0;
          return superseded;
        });
  }

  @Override
  public void onWritePossible() {
    synchronized (this) {
      writable = true;
    }
    write();
  }

  private void write() {
    try {
      writeWhatIsTaken();
    } catch (IOException | IllegalStateException e) {
      onError(e); // the latter from a server that has given the connection up meanwhile
    }
  }

  private synchronized void writeWhatIsTaken() throws IOException {
    while (writable && !isOver() && (unflushed || !pending.isEmpty())) {
      if (!out.isReady()) {
        writable = false; // until onWritePossible
      } else if (pending.isEmpty()) {
        unflushed = false;
        out.flush();
      } else {
        Event next = pending.remove();
        pendingBytes -= next.encoded().length;
        unflushed = true;
        out.write(next.encoded());
      }
    }
  }

  @Override
  public void onError(Throwable t) {
    log.debug("A client of the event stream has gone: {}", t.toString());
    close();
  }

  /** Does nothing the second time. */
  void close() {
    synchronized (this) {
      pending.clear();
      pendingBytes = 0;
    }
    boolean unused = end.complete(null);
  }
}
