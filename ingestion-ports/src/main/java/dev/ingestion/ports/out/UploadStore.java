package dev.ingestion.ports.out;

import dev.ingestion.domain.KnowledgeBaseId;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Keeps documents that were uploaded, as the folder of a source. Called by the engine when a
 * document is put or removed, and when a knowledge base is deleted.
 *
 * <p>Thread-safe. A document is there as a whole or not at all, also after a crash; one that
 * replaces another does so atomically. Durable when a method returns.
 *
 * <p>Not offered: listing and reading; the source whose root {@link #root} is does that.
 */
public interface UploadStore {
  /**
   * The folder of a knowledge base's uploads, which is made if it is not there.
   *
   * @throws dev.ingestion.domain.IngestionException STORAGE_UNAVAILABLE if it cannot be made
   */
  Path root(KnowledgeBaseId kb);

  /**
   * @param path relative, with {@code /} between its parts
   * @param content read to its end, and not closed
   * @param most bytes to take
   * @param admission called once all of the content is there, while nothing else is put into this
   *     knowledge base or removed from it, so that a deletion comes wholly before it or wholly
   *     after the document has its place; what it throws is thrown on
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if the path is none that may
   *     be, or what is there is a folder; TOO_LARGE; INVALID_ARGUMENT if the content cannot be read
   *     to its end; STORAGE_UNAVAILABLE if it cannot be written. What was there before is there
   *     still then
   */
  Stored put(KnowledgeBaseId kb, String path, InputStream content, long most, Runnable admission);

  /**
   * @return whether there was one
   * @throws dev.ingestion.domain.IngestionException as {@link #put}
   */
  boolean remove(KnowledgeBaseId kb, String path);

  /** Removes all uploads of a knowledge base. Idempotent. */
  void removeAll(KnowledgeBaseId kb);

  /**
   * @param replaced whether there was another before
   */
  record Stored(long bytes, boolean replaced) {}
}
