package dev.ingestion.ports.out;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.SourceName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge bases, their sources and their indexes' identities. Thread-safe; each call is one
 * transaction. Every method throws an IngestionException with STORAGE_UNAVAILABLE if the database
 * cannot be reached; reads are then safe to retry.
 */
public interface KnowledgeBaseRepository {
  /**
   * @return the knowledge base, made with a new index of this space if there was none
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if it is being deleted
   */
  KnowledgeBase findOrCreate(KnowledgeBaseId kb, EmbeddingSpace space);

  Optional<KnowledgeBase> find(KnowledgeBaseId kb);

  /** In the order of their ids. */
  List<KnowledgeBase> list();

  /**
   * Those that are not being deleted, in the order of their ids.
   *
   * @param after the knowledge base to begin behind; null to begin with the first
   * @param limit most to return
   */
  List<KnowledgeBase> page(@Nullable KnowledgeBaseId after, int limit);

  Optional<SourceSettings> findSource(KnowledgeBaseId kb, SourceName name);

  /** In the order of their names. */
  List<SourceSettings> sources(KnowledgeBaseId kb);

  /**
   * Keeps a source under its name; does nothing if it is there with equal settings.
   *
   * @throws dev.ingestion.domain.IngestionException SOURCE_CONFLICT if it is there with others; the
   *     message names the difference
   */
  void saveSource(KnowledgeBaseId kb, SourceSettings source);

  /** How a knowledge base is filled; empty if nobody ever said. */
  Optional<StoredSettings> findSettings(KnowledgeBaseId kb);

  /**
   * Stores settings by compare-and-set.
   *
   * @param version of those that are replaced; 0 if there are none yet
   * @return those that are stored now
   * @throws dev.ingestion.domain.IngestionException CHANGED_MEANWHILE if another version is stored,
   *     UNKNOWN_KNOWLEDGE_BASE if the knowledge base is not there
   */
  StoredSettings saveSettings(KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version);

  /**
   * Remembers that a source came back from a snapshot and none of its documents is known.
   * Idempotent; does nothing if there is no such source.
   */
  void markUnread(KnowledgeBaseId kb, SourceName source);

  /**
   * Says that a source was read to its end. Idempotent; does nothing if there is no such source.
   */
  void markRead(KnowledgeBaseId kb, SourceName source);

  /**
   * @return the sources that were marked as unread and not as read since, in the order of their
   *     names
   */
  List<SourceName> unreadSources(KnowledgeBaseId kb);

  /**
   * Starts over with a new, empty index: in one transaction the knowledge base gets a new {@code
   * building} reference with checkpoint 0, every document forgets what was known of its content,
   * and generations, chunk segments, waiting batches and index switches go. Documents stay listed.
   *
   * @param keepServing whether search goes on reading the old index until {@link #finishRebuild}
   */
  KnowledgeBase beginRebuild(KnowledgeBaseId kb, EmbeddingSpace space, boolean keepServing);

  /** Lets search read the {@code building} index; does nothing if it does already. */
  void finishRebuild(KnowledgeBaseId kb);

  /** Marks the knowledge base as being deleted. Idempotent. */
  void beginDelete(KnowledgeBaseId kb);

  /** Removes the knowledge base with all its rows. Does nothing if it is not there. */
  void finishDelete(KnowledgeBaseId kb);
}
