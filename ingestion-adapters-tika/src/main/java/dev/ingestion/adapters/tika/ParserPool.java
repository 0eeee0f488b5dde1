package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The parser processes. One is started when it is needed and no other is idle, and kept as long as
 * it is fit. Thread-safe.
 */
final class ParserPool {
  private final ParserCommand command;
  private final TemporaryFolder folder;
  private final int documentsPerProcess;
  private final Semaphore free;
  private final Deque<ParserChild> idle = new ArrayDeque<>();
  private final Set<ParserChild> all = new HashSet<>();
  private boolean closed;

  ParserPool(ParserCommand command, TemporaryFolder folder, ParserProcessConfig config) {
    this.command = command;
    this.folder = folder;
    this.documentsPerProcess = config.documentsPerProcess();
    this.free =
        new Semaphore(
            config.processes() > 0
                ? config.processes()
                : Runtime.getRuntime().availableProcessors());
  }

  /**
   * Waits until a process may be used; whoever takes it gives it back.
   *
   * @throws IngestionException if none can be started, or none may be any more
   */
  ParserChild take() throws InterruptedException {
    free.acquire();
    boolean taken = false;
    try {
      ParserChild child = idleOrNew();
      taken = true;
      return child;
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.INTERNAL_ERROR, "No parser process can be started: " + e.getMessage(), e);
    } finally {
      if (!taken) {
        free.release();
      }
    }
  }

  /** Keeps a process that is fit for further documents, and ends every other. */
  void giveBack(ParserChild child) {
    synchronized (this) {
      if (!closed && child.isFit(documentsPerProcess)) {
        idle.push(child);
      } else {
        end(child);
      }
    }
    free.release();
  }

  /** Ends all of them at once, also those that work, and waits until they are gone. */
  void close() {
    List<ParserChild> children;
    synchronized (this) {
      closed = true;
      children = new ArrayList<>(all);
      idle.clear();
    }
    children.forEach(ParserChild::kill);
    children.forEach(ParserChild::awaitEnd);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Those that run, idle or not. */
  synchronized List<ParserChild> running() {
    return all.stream().filter(ParserChild::isAlive).toList();
  }

  private synchronized ParserChild idleOrNew() throws IOException {
    if (closed) {
      throw new IngestionException(ErrorCode.INTERNAL_ERROR, "The parser was closed");
    }
    for (ParserChild child = idle.poll(); child != null; child = idle.poll()) {
      if (child.isAlive()) {
        return child;
      }
      end(child);
    }
    ParserChild started = ParserChild.start(command, folder);
    all.add(started);
    return started;
  }

  private void end(ParserChild child) {
    child.kill();
    all.remove(child);
  }
}
