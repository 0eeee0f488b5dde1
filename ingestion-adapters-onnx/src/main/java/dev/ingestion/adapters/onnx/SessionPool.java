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
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Sessions of the model, opened as they are needed. Each runs one text at a time on the caller's
 * thread: a text in a batch gets another vector than alone, and a batch is slower as well.
 */
final class SessionPool implements ManagedResource {
  private final NativeLibraries libraries;
  private final int size;
  private final Semaphore permits;
  private final Deque<OrtSession> idle = new ConcurrentLinkedDeque<>();
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
    }
  }

  private static IngestionException unavailable(String why, Exception cause) {
    return new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "Cannot embed: " + why, cause);
  }
}
