package dev.ingestion.workers.service;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.PreparedDocument;
import dev.ingestion.workers.pipeline.PreparedDocument.PreparedChunk;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one document again and lays it beside the ledger. */
final class DefaultDocumentInspector implements DocumentInspector {
  private final KnownBases known;
  private final Stores stores;

  @Inject
  DefaultDocumentInspector(KnownBases known, Stores stores) {
    this.known = known;
    this.stores = stores;
  }

  @Override
  public Explanation explain(KnowledgeBaseId kb, DocumentKey document) {
    known.require(kb);
    Pipeline pipeline = known.pipeline(kb);
    SourceSettings source =
        stores
            .knowledgeBases()
            .findSource(kb, document.source())
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.UNKNOWN_DOCUMENT,
                        "Knowledge base '%s' has no source '%s'".formatted(kb, document.source())));
    Optional<LedgerDocument> ledger = stores.ledger().find(kb, document);
    Now now = read(pipeline, kb, source, document);
    if (ledger.isEmpty() && now.document() == null && now.error() != null) {
      throw new IngestionException(
          ErrorCode.UNKNOWN_DOCUMENT,
          "Knowledge base '%s' has no document '%s' in its source '%s', and it cannot be read: %s"
              .formatted(kb, document.path(), source.name(), now.error().getMessage()),
          now.error());
    }
    return explanation(pipeline, document, ledger.orElse(null), now);
  }

  /**
   * A document as it is now.
   *
   * @param contentHash null if it could not be read
   * @param document null if it could not be prepared
   * @param error why not
   */
  private record Now(
      @Nullable String contentHash,
      @Nullable PreparedDocument document,
      @Nullable IngestionException error) {}

  private static Now read(
      Pipeline pipeline, KnowledgeBaseId kb, SourceSettings source, DocumentKey document) {
    try (FetchedDocument fetched = pipeline.sources().open(source).fetch(document.path())) {
      try {
        PreparedDocument prepared = pipeline.preparer().prepare(kb, document, fetched);
        return new Now(fetched.contentHash(), prepared, null);
      } catch (IngestionException e) {
        return new Now(fetched.contentHash(), null, e);
      }
    } catch (IngestionException e) {
      return new Now(null, null, e);
    }
  }

  private Explanation explanation(
      Pipeline pipeline, DocumentKey key, @Nullable LedgerDocument ledger, Now now) {
    PreparedDocument document = now.document();
    IngestionException error = now.error();
    boolean changed =
        ledger != null
            && now.contentHash() != null
            && !now.contentHash().equals(ledger.contentHash());
    Generation live = ledger == null ? null : ledger.live();
    Generation pending = ledger == null ? null : ledger.pending();
    return new Explanation(
        key,
        ledger == null ? "unknown" : ledger.outcome().name().toLowerCase(Locale.ROOT),
        ledger != null && ledger.code() != null
            ? ledger.code()
            : error == null ? null : error.code(),
        ledger != null && ledger.reason() != null
            ? ledger.reason()
            : error == null ? null : error.getMessage(),
        ledger == null || ledger.liveRevision() == null ? null : ledger.liveRevision().hex(),
        live == null ? null : live.number(),
        pending == null ? null : pending.number(),
        changed,
        document == null ? "" : document.parsed().title(),
        document == null ? "" : document.parsed().mediaType(),
        document == null ? "" : document.parsed().text(),
        document == null ? List.of() : chunks(pipeline, document, live));
  }

  private List<ExplainedChunk> chunks(
      Pipeline pipeline, PreparedDocument document, @Nullable Generation live) {
    Set<ChunkId> alive = live == null ? Set.of() : new HashSet<>(stores.ledger().chunkIds(live));
    return document.chunks().stream()
        .map(chunk -> explained(pipeline, chunk, alive.contains(chunk.id())))
        .toList();
  }

  private static ExplainedChunk explained(Pipeline pipeline, PreparedChunk prepared, boolean live) {
    Chunk chunk = prepared.chunk();
    return new ExplainedChunk(
        prepared.id().hex(),
        chunk.ordinal(),
        chunk.headings(),
        chunk.page(),
        chunk.start(),
        chunk.end(),
        pipeline.model().count(chunk.text()),
        live,
        chunk.text());
  }
}
