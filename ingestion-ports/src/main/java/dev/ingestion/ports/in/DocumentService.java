package dev.ingestion.ports.in;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows the documents of a knowledge base, has one read again, and takes uploads. Thread-safe.
 * Every method throws an IngestionException with UNKNOWN_KNOWLEDGE_BASE if there is no such
 * knowledge base.
 */
public interface DocumentService {
  /**
   * @param after the document to begin behind; null to begin with the first
   * @param limit most to return
   * @return in the order of sources, and of paths within each
   */
  List<Document> list(KnowledgeBaseId kb, Filter filter, @Nullable DocumentKey after, int limit);

  /**
   * Has a document read again, whether or not it has changed, with the next job of its source, and
   * starts that.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_DOCUMENT if the ledger does not know
   *     it; JOB_ACTIVE if a job works on the knowledge base, or another source's waits there;
   *     whatever {@link IngestionService#start} throws
   */
  IngestionState ingest(KnowledgeBaseId kb, DocumentKey document);

  /**
   * Keeps a document for the next job, as a whole or not at all.
   *
   * @param path relative, with {@code /} between its parts
   * @param content read to its end, and not closed
   * @param most bytes to take
   * @throws dev.ingestion.domain.IngestionException NO_UPLOADS if its settings name another kind of
   *     source; INVALID_ARGUMENT if the path is none that may be; TOO_LARGE; UNKNOWN_KNOWLEDGE_BASE
   *     or CONCURRENT_CHANGE also if the knowledge base is deleted while the content is read:
   *     nothing is kept then
   */
  Uploaded upload(KnowledgeBaseId kb, String path, InputStream content, long most);

  /**
   * Removes what was uploaded; the next job takes it from the index.
   *
   * @throws dev.ingestion.domain.IngestionException NO_UPLOADS, INVALID_ARGUMENT, UNKNOWN_DOCUMENT
   */
  void remove(KnowledgeBaseId kb, String path);

  /** What became of a document. */
  enum State {
    /** It is on its way. */
    PENDING,
    INDEXED,
    /** There is nothing in it for us. */
    SKIPPED,
    FAILED
  }

  /**
   * Which documents are meant: those that meet every part that is given.
   *
   * @param source null for any
   * @param states empty for any
   * @param prefix what their paths begin with; empty for any
   */
  record Filter(@Nullable SourceName source, Set<State> states, String prefix) {
    public Filter {
      states = Set.copyOf(states);
    }
  }

  /**
   * @param code why it was skipped or failed; null if it was not
   * @param reason the same for people
   * @param revision of the version that is searchable; null if none is
   * @param chunks of the version that is searchable
   * @param job the job that brought the state about
   */
  record Document(
      DocumentKey key,
      State state,
      @Nullable ErrorCode code,
      @Nullable String reason,
      @Nullable String revision,
      int chunks,
      JobId job,
      String title,
      String mediaType) {}

  /**
   * @param replaced whether there was another before
   */
  record Uploaded(long bytes, boolean replaced) {}
}
