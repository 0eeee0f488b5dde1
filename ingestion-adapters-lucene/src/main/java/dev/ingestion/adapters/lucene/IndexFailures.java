package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.Uninterrupted;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what works on an index, whoever wants to interrupt it, and says what Lucene's failures mean
 * in the platform's terms.
 */
final class IndexFailures {
  private IndexFailures() {}

  /** Work on files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Work on files without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * @param what what is done, for example {@code "flush"}
   */
  static <T> T translating(String what, KnowledgeBaseId kb, Work<T> work) {
    try {
      return Uninterrupted.call(work::run);
    } catch (IOException | AlreadyClosedException e) {
      throw translated(what, kb, e);
    }
  }

  static void translating(String what, KnowledgeBaseId kb, Action action) {
    try {
      Uninterrupted.run(action::run);
    } catch (IOException | AlreadyClosedException e) {
      throw translated(what, kb, e);
    }
  }

  /** Whether an index has to be built again because of this, rather than tried again. */
  static boolean isDamage(IOException e) {
    return e instanceof CorruptIndexException
        || e instanceof IndexFormatTooOldException
        || e instanceof IndexFormatTooNewException
        || e instanceof EOFException
        || e instanceof FileNotFoundException
        || e instanceof NoSuchFileException;
  }

  private static IngestionException translated(String what, KnowledgeBaseId kb, Exception e) {
    String failed = "Cannot %s the index of knowledge base %s".formatted(what, kb);
    if (e instanceof LockObtainFailedException) {
      return unavailable(failed + ": another process has it open", e);
    }
    if (e instanceof IOException io && isDamage(io)) {
      return new IngestionException(
          ErrorCode.INDEX_DAMAGED,
          "%s: %s; it has to be built again".formatted(failed, reason(e)),
          e);
    }
    return unavailable(
        "%s: %s; see whether its disk is full, read-only or away. Work goes on from the last checkpoint once the index is opened again"
            .formatted(failed, reason(e)),
        e);
  }

  private static IngestionException unavailable(String message, Exception e) {
    return new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, message, e);
  }

  /** A writer that is closed says why only in its cause. */
  private static String reason(Exception e) {
    @Nullable Throwable cause = e instanceof AlreadyClosedException ? e.getCause() : null;
    Throwable told = cause == null ? e : cause;
    if (told instanceof AccessDeniedException) { // whose message is the file alone
      return told.getMessage() + ": permission denied";
    }
    return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
  }
}
