package dev.ingestion.ports.out;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was given up: chunks that could not be embedded, and documents that could not be read or
 * parsed. A letter is written in the transaction that records the failure ({@link
 * Checkpoints#acknowledge}, {@link DocumentLedger#record}), and goes in the one that mends it: when
 * its document gets new content, is removed or skipped, or when its chunk is done.
 *
 * <p>Thread-safe; each call is one transaction, durable when it returns.
 *
 * <p>Not offered: replaying by itself. Letters are marked here, and taken up by the next run of
 * their source with {@link DocumentLedger#takeUpLetters}.
 */
public interface DeadLetters {
  /**
   * @param after the letter to begin behind; 0 to begin with the first
   * @return letters by ascending id, without stack and text, at most {@code limit}
   */
  List<Letter> page(KnowledgeBaseId kb, Selection selection, long after, int limit);

  Optional<Content> find(KnowledgeBaseId kb, long id);

  long count(KnowledgeBaseId kb, Selection selection);

  /**
   * Marks letters for replay. A mark outlives the process; one that is there already stays.
   *
   * @return how many letters the selection has
   */
  int mark(KnowledgeBaseId kb, Selection selection);

  /** The sources of letters that are marked and not taken up yet, in the order of their names. */
  List<SourceName> marked(KnowledgeBaseId kb);

  /**
   * Deletes letters, and nothing else: their documents stay failed until their content changes.
   * Letters that a job has taken up are left alone.
   *
   * @return how many there were
   */
  int purge(KnowledgeBaseId kb, Selection selection);

  /**
   * Which letters are meant: those that meet every part that is given.
   *
   * @param ids empty for any
   * @param document null for any; of every source that has this path
   * @param code null for any
   */
  record Selection(Set<Long> ids, @Nullable String document, @Nullable ErrorCode code) {
    public static final Selection ALL = new Selection(Set.of(), null, null);

    public Selection {
      ids = Set.copyOf(ids);
    }
  }

  /** What failed. */
  enum Stage {
    READ,
    PARSE,
    EMBED
  }

  /** Whether a letter is about to be mended. */
  enum Replay {
    /** Nobody asked for it. */
    NONE,
    /** The next run of its source takes it up. */
    MARKED,
    /** A job has taken it up. */
    TAKEN_UP
  }

  /**
   * @param job the job that gave it up last
   * @param generation null if the document failed as a whole
   * @param ordinal place of the chunk in its document; null if the document failed as a whole
   * @param chunk null if the document failed as a whole
   * @param attempts over all jobs
   */
  record Letter(
      long id,
      DocumentKey document,
      JobId job,
      @Nullable Generation generation,
      @Nullable Integer ordinal,
      @Nullable ChunkId chunk,
      Stage stage,
      ErrorCode code,
      String message,
      int attempts,
      Instant firstAt,
      Instant lastAt,
      Replay replay) {}

  /**
   * A letter with all that is in it.
   *
   * @param stack of the last error, cut at 16 kB; empty if none was kept
   * @param item the chunk; null if the document failed as a whole
   */
  record Content(Letter letter, String stack, @Nullable WorkItem item) {}
}
