package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists and deletes knowledge bases, and says what is wrong with their documents. Thread-safe. */
public interface KnowledgeBaseService {
  List<Summary> list();

  /**
   * @param among those that may be in it; empty for all
   * @param after the knowledge base to begin behind; null to begin with the first
   * @param limit most to return
   * @return in the order of their ids
   */
  List<Summary> page(Set<KnowledgeBaseId> among, @Nullable KnowledgeBaseId after, int limit);

  /**
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE
   */
  Summary summary(KnowledgeBaseId kb);

  /**
   * In the order of their names. Counts nothing, and so costs little however much is in them.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE
   */
  List<Source> sources(KnowledgeBaseId kb);

  /**
   * Whether a document must be named with its source. Costs as little as {@link #sources}.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE
   */
  boolean hasManySources(KnowledgeBaseId kb);

  /**
   * The documents of a source that are skipped or failed, in path order.
   *
   * @param limit most to return
   */
  List<DocumentProblem> problems(KnowledgeBaseId kb, SourceName source, int limit);

  /**
   * Deletes a knowledge base with its index, snapshot and rows. A deletion that was cut off is
   * finished by the next.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE, or JOB_ACTIVE if a
   *     thread works on it
   */
  void delete(KnowledgeBaseId kb);

  /**
   * @param sources in the order of their names
   * @param documents searchable documents
   * @param chunks searchable chunks
   * @param location where its index and snapshot lie; null if not on this machine
   * @param state of its latest job; null if it never had one
   */
  record Summary(
      KnowledgeBaseId kb,
      List<Source> sources,
      long documents,
      long chunks,
      @Nullable Path location,
      @Nullable IngestionState state) {}

  /** A source by its name and root. */
  record Source(SourceName name, String root) {}
}
