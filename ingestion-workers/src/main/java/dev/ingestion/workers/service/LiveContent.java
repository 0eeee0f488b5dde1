package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.Revision;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.workers.pipeline.DocumentErrors;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.PreparedDocument;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads live documents again, and makes the very chunks of them that the ledger knows, or says why
 * that cannot be done. Used by one thread.
 */
final class LiveContent {
  private final Stores stores;
  private final KnowledgeBaseId kb;
  private final Pipeline pipeline;
  private final Map<SourceName, Optional<DocumentSource>> sources = new HashMap<>();

  LiveContent(Stores stores, KnowledgeBaseId kb, Pipeline pipeline) {
    this.stores = stores;
    this.kb = kb;
    this.pipeline = pipeline;
  }

  /** What came of reading a document again. */
  sealed interface Reading {
    /** Those of its chunks that were asked for. */
    record Chunks(List<WorkItem> items) implements Reading {}

    /** It is not what the ledger knows any more. */
    record Lost(String reason) implements Reading {}
  }

  /**
   * @param wanted ids of chunks of its live generation
   * @throws IngestionException if reading fails for a reason that is neither the document's nor its
   *     source's
   */
  Reading read(LedgerDocument document, Set<String> wanted) {
    Generation live = DefaultVerificationService.live(document);
    if (!stores.ledger().fingerprint(live).filter(pipeline.fingerprint()::equals).isPresent()) {
      return new Reading.Lost(
          "It was indexed with another parser, chunker or embedding model than is set now");
    }
    Optional<DocumentSource> source =
        sources.computeIfAbsent(document.key().source(), this::openSource);
    if (source.isEmpty()) {
      return new Reading.Lost("Its source is not known any more");
    }
    try (FetchedDocument fetched = source.get().fetch(document.key().path())) {
      return Revision.of(fetched.contentHash(), pipeline.fingerprint())
              .equals(document.liveRevision())
          ? chunks(document, live, fetched, wanted)
          : new Reading.Lost("Its content has changed since it was indexed");
    } catch (IngestionException e) {
      if (!isLoss(e)) {
        throw e;
      }
      return new Reading.Lost(String.valueOf(e.getMessage()));
    }
  }

  private Reading chunks(
      LedgerDocument document, Generation live, FetchedDocument fetched, Set<String> wanted) {
    PreparedDocument prepared = pipeline.preparer().prepare(kb, document.key(), fetched);
    if (!prepared.chunkIds().equals(stores.ledger().chunkIds(live))) {
      return new Reading.Lost("Parsing it again gave other chunks than before");
    }
    return new Reading.Chunks(
        prepared.chunks().stream()
            .filter(chunk -> wanted.contains(chunk.id().hex()))
            .map(
                chunk ->
                    new WorkItem(
                        live, document.key(), prepared.parsed().title(), chunk.id(), chunk.chunk()))
            .toList());
  }

  private Optional<DocumentSource> openSource(SourceName name) {
    return stores.knowledgeBases().findSource(kb, name).map(pipeline.sources()::open);
  }

  private static boolean isLoss(IngestionException e) {
    return DocumentErrors.concernDocument(e)
        || e.code() == ErrorCode.SOURCE_NOT_FOUND
        || e.code() == ErrorCode.SOURCE_UNAVAILABLE;
  }
}
