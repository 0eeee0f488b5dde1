package dev.ingestion.ports.in;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows what was given up, and has it tried again. Thread-safe. Every method throws an
 * IngestionException with UNKNOWN_KNOWLEDGE_BASE if there is no such knowledge base.
 */
public interface DeadLetterService {
  /**
   * @param after the letter to begin behind; 0 to begin with the first
   * @param limit most to return
   * @return by ascending id
   */
  List<DeadLetter> list(KnowledgeBaseId kb, Filter filter, long after, int limit);

  long count(KnowledgeBaseId kb, Filter filter);

  /**
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_DEAD_LETTER
   */
  Details show(KnowledgeBaseId kb, long id);

  /**
   * Marks letters for replay, and starts the job of the first of their sources, which takes them
   * up. A mark outlives the process: should the job not start, the next run of that source takes
   * the letters up all the same. While another job of the knowledge base runs here, that one's
   * state is returned; call {@link #replayNext} when it has ended.
   *
   * @throws dev.ingestion.domain.IngestionException whatever {@link IngestionService#start} throws
   */
  Replay replay(KnowledgeBaseId kb, Filter filter);

  /**
   * Starts the job of the next source that has marked letters. To be called when a job of a replay
   * has completed.
   *
   * @return empty if nothing is left to be taken up
   */
  Optional<IngestionState> replayNext(KnowledgeBaseId kb);

  /**
   * Deletes letters, and nothing else: their documents stay failed until their content changes.
   * Letters that are being replayed are left alone.
   *
   * @return how many there were
   */
  int purge(KnowledgeBaseId kb, Filter filter);

  /**
   * Which letters are meant: those that meet every part that is given.
   *
   * @param ids empty for any
   * @param document path of a document; null for any
   * @param code null for any
   */
  record Filter(Set<Long> ids, @Nullable String document, @Nullable ErrorCode code) {
    public static final Filter ALL = new Filter(Set.of(), null, null);

    public Filter {
      ids = Set.copyOf(ids);
    }
  }

  /**
   * A chunk or a document that was given up.
   *
   * @param job the job that gave it up last
   * @param ordinal place of the chunk in its document; null for a document
   * @param chunkId null for a document
   * @param stage what failed: read, parse or embed
   * @param attempts over all jobs
   * @param replaying whether it is marked for replay, or a job is about it
   */
  record DeadLetter(
      long id,
      DocumentKey document,
      JobId job,
      @Nullable Integer ordinal,
      @Nullable String chunkId,
      String stage,
      ErrorCode code,
      String message,
      int attempts,
      Instant firstAt,
      Instant lastAt,
      boolean replaying) {}

  /**
   * @param stack of the last error; empty if none was kept
   * @param text of the chunk; null for a document
   */
  record Details(DeadLetter letter, String stack, @Nullable String text) {}

  /**
   * @param letters how many are meant
   * @param state of the job that takes them up; null if there are none
   */
  record Replay(int letters, @Nullable IngestionState state) {}
}
