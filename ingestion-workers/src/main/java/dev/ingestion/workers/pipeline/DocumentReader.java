package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.SourceComparison.Difference;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a listed document is: unchanged by its stamp, unchanged by its content, changed,
 * or of no use. Writes nothing. Thread-safe.
 */
public final class DocumentReader {
  private final Pipeline pipeline;
  private final KnowledgeBaseId kb;
  private final SourceSettings settings;
  private final DocumentSource source;
  private final ChangeDetection detection;
  private final DocumentTraces traces;

  public DocumentReader(
      Pipeline pipeline,
      KnowledgeBaseId kb,
      SourceSettings settings,
      DocumentSource source,
      ChangeDetection detection,
      DocumentTraces traces) {
    this.pipeline = pipeline;
    this.kb = kb;
    this.settings = settings;
    this.source = source;
    this.detection = detection;
    this.traces = traces;
  }

  /** What a document turned out to be. */
  public sealed interface Reading {
    /** Its stamp says that it is as the ledger knows it; it was not read. */
    record Unchanged(LedgerDocument known) implements Reading {}

    /** Its content is as the ledger knows it, its stamp is not. */
    record SameContent(LedgerDocument known, @Nullable String stamp) implements Reading {}

    /** It is new, or other than the ledger knows it. */
    record Changed(
        DocumentKey key, PreparedDocument document, String contentHash, @Nullable String stamp)
        implements Reading {}

    /** It is skipped or fails. */
    record Unusable(
        String path,
        @Nullable String stamp,
        @Nullable String contentHash,
        ErrorCode code,
        String reason,
        String stack)
        implements Reading {}
  }

  /**
   * @throws IngestionException if reading fails for a reason that is not the document's own
   */
  public Reading read(Difference.Listed listed) {
    LedgerDocument known = listed.known();
    String path = listed.entry().path();
    String stamp = listed.entry().stamp();
    if (known != null && detection.unchanged(known, stamp)) {
      return new Reading.Unchanged(known); // not traced: of these there may be a million
    }
    return traces.during(new DocumentKey(settings.name(), path), () -> fetched(path, stamp, known));
  }

  private Reading fetched(String path, @Nullable String stamp, @Nullable LedgerDocument known) {
    try (FetchedDocument fetched = source.fetch(path)) {
      return known != null && detection.unchangedContent(known, fetched.contentHash())
          ? new Reading.SameContent(known, fetched.stamp())
          : prepare(path, fetched);
    } catch (IngestionException e) {
      return unusable(path, stamp, null, e);
    }
  }

  private Reading prepare(String path, FetchedDocument fetched) {
    DocumentKey key = new DocumentKey(settings.name(), path);
    String hash = fetched.contentHash();
    try {
      PreparedDocument prepared = pipeline.preparer().prepare(kb, key, fetched);
      return new Reading.Changed(key, prepared, hash, fetched.stamp());
    } catch (IngestionException e) {
      return unusable(path, fetched.stamp(), hash, e);
    } catch (RuntimeException | StackOverflowError e) { // a parser's defect, met by this document
      return failed(
          path,
          fetched.stamp(),
          hash,
          new IngestionException(ErrorCode.INTERNAL_ERROR, "Its parser failed: " + e, e));
    }
  }

  private static Reading unusable(
      String path, @Nullable String stamp, @Nullable String hash, IngestionException e) {
    if (!DocumentErrors.concernDocument(e)) {
      throw e;
    }
    return failed(path, stamp, hash, e);
  }

  private static Reading failed(
      String path, @Nullable String stamp, @Nullable String hash, IngestionException e) {
    String stack = e.code().isSkip() ? "" : StackTraces.of(e);
    return new Reading.Unusable(path, stamp, hash, e.code(), String.valueOf(e.getMessage()), stack);
  }
}
