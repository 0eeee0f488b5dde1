package dev.ingestion.adapters.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of the model, opened as they are needed. Each runs one text at a time: a text in a batch
 * gets another vector than alone, and a batch is slower as well. Thread-safe.
 */
final class SessionPool implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(SessionPool.class);

  private final NativeLibraries libraries;
  private final int size;
  private final Semaphore permits;
  private final Deque<OrtSession> idle = new ConcurrentLinkedDeque<>();
  private final ExecutorService helpers = Executors.newCachedThreadPool(SessionPool::helper);
  private volatile boolean closed;

  @Inject
  SessionPool(NativeLibraries libraries, OnnxConfig config) {
    this.libraries = libraries;
    size = config.parallelism();
    permits = new Semaphore(size);
  }

  /** What to do with a session. */
  interface Work<T> {
    T run(OrtSession session) throws OrtException;
  }

  /** Waits for a session to be free. The wait can be interrupted, the work cannot. */
  <T> T use(Work<T> work) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait for a free session was interrupted", e);
    }
    try {
      return run(work);
    } finally {
      permits.release();
    }
  }

  /**
   * Does all of this, the caller one after the other, and others with it for as long as sessions
   * are free that nobody waits for. So the last texts of a job keep all cores busy and not one.
   */
  <T> List<T> useForEach(List<Work<T>> pieces) {
    SharedWork<T> shared = new SharedWork<>(pieces);
    boolean more;
    do {
      more =
          shared.doNext(
              piece ->
                  use(
                      session -> {
                        inviteTo(shared);
                        return piece.run(session);
                      }));
    } while (more);
    try {
      return shared.results();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait for other sessions was interrupted", e);
    }
  }

  /** One helper more, if there is something left for it. Without one it goes on, only slower. */
  private void inviteTo(SharedWork<?> shared) {
    if (!shared.isAllTaken() && !permits.hasQueuedThreads() && permits.tryAcquire()) {
      try {
        helpers.execute(() -> help(shared));
      } catch (RuntimeException | OutOfMemoryError e) {
        permits.release();
        log.warn("No other thread helps with embedding: {}", e.toString());
      }
    }
  }

  /** With a permit, which is given back as soon as somebody waits for one. */
  private void help(SharedWork<?> shared) {
    try {
      boolean more;
      do {
        more = shared.doNext(this::run);
      } while (more && !permits.hasQueuedThreads());
    } finally {
      permits.release();
    }
  }

  private static Thread helper(Runnable help) {
    Thread thread = new Thread(help, "embedding");
    thread.setDaemon(true);
    return thread;
  }

  private <T> T run(Work<T> work) {
    if (closed) {
      throw new IngestionException(
          ErrorCode.EMBEDDING_UNAVAILABLE, "Cannot embed: the embedding model is closed");
    }
    OrtSession session = idle.pollFirst();
    if (session == null) {
      session = open();
    }
    try {
      return work.run(session);
    } catch (OrtException e) {
      throw unavailable(e.toString(), e);
    } finally {
      idle.addFirst(session);
    }
  }

  private synchronized OrtSession open() {
    libraries.unpack();
    try (InputStream weights = ModelFiles.open(ModelFiles.WEIGHTS);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(weights.readAllBytes(), options);
    } catch (IOException | OrtException | LinkageError e) {
      throw NativeLibraries.unusable(e.toString(), e);
    }
  }

  @Override
  public Phase phase() {
    return Phase.ENGINE;
  }

  /** Does nothing: a session is opened by the first text. */
  @Override
  public void start() {}

  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(size); // nobody is inside a session any more
    try {
      for (OrtSession session = idle.poll(); session != null; session = idle.poll()) {
        session.close();
      }
    } catch (OrtException e) {
      throw unavailable(e.toString(), e);
    } finally {
      permits.release(size);
      helpers.shutdown();
    }
  }

  private static IngestionException unavailable(String why, Exception cause) {
    return new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "Cannot embed: " + why, cause);
  }
}
