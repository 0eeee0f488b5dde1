package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.CHUNK_SEGMENT;
import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;
import static dev.ingestion.adapters.db.jooq.Tables.INDEX_SWITCH;

import dev.ingestion.adapters.db.jooq.tables.records.DocumentRecord;
import dev.ingestion.adapters.db.jooq.tables.records.GenerationRecord;
import dev.ingestion.adapters.db.jooq.tables.records.IndexSwitchRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.DocumentVerdict.Touched;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.StagedWork.Opened;
import dev.ingestion.ports.out.StagedWork.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to the documents and generations of one knowledge base, within a transaction that
 * holds its lane.
 *
 * <p>Of a running job, {@code documents_indexed} is at any time the number of documents whose
 * outcome is INDEXED by that job.
 */
final class DocumentChanges {
  private final DSLContext tx;
  private final KnowledgeBaseId kb;
  private final JobTallies tallies;

  DocumentChanges(DSLContext tx, KnowledgeBaseId kb, JobTallies tallies) {
    this.tx = tx;
    this.kb = kb;
    this.tallies = tallies;
  }

  /** Documents of the knowledge base that meet a condition, by ascending id, locked. */
  List<DocumentRecord> find(Condition condition) {
    return tx.selectFrom(DOCUMENT)
        .where(DOCUMENT.KB_ID.eq(kb.value()))
        .and(condition)
        .orderBy(DOCUMENT.DOC_ID)
        .forUpdate()
        .fetch();
  }

  void open(JobId job, SourceName source, Opened opened) {
    DocumentRecord document = findOrNew(source, opened.path());
    retirePending(document);
    document.setPending(opened.generation().number());
    document.setStamp(opened.stamp());
    document.setContentHash(opened.contentHash());
    document.setFingerprint(opened.fingerprint().hex());
    document.setTitle(Objects.requireNonNull(StoredText.cut(opened.title())));
    document.setMediaType(Objects.requireNonNull(StoredText.cut(opened.mediaType())));
    decide(document, job, Outcome.PENDING, null, null);
    document.store();
    GenerationRecord generation = tx.newRecord(GENERATION);
    generation.setGeneration(opened.generation().number());
    generation.setKbId(kb.value());
    generation.setDocId(document.getDocId());
    generation.setRevision(opened.revision().hex());
    generation.setFingerprint(opened.fingerprint().hex());
    generation.setSealed(false);
    generation.setChunkCount(0);
    generation.setRemaining(0);
    generation.insert();
  }

  /** Does nothing if the generation was superseded. */
  void seal(Sealed sealed) {
    for (DocumentRecord document : find(DOCUMENT.PENDING.eq(sealed.generation().number()))) {
      GenerationRecord generation = generation(sealed.generation().number());
      generation.setSealed(true);
      generation.setChunkCount(sealed.chunkIds().size());
      generation.setRemaining(generation.getRemaining() + sealed.chunkIds().size());
      generation.update();
      ChunkSegments.insert(tx, sealed.generation(), sealed.chunkIds());
      switchIfWhole(document, generation);
    }
  }

  /**
   * @param document whose pending generation they belong to
   */
  void acknowledgeChunks(DocumentRecord document, int chunks) {
    GenerationRecord generation = generation(document.getPending());
    generation.setRemaining(generation.getRemaining() - chunks);
    generation.update();
    switchIfWhole(document, generation);
  }

  /** The generation stays pending, and never becomes whole. */
  void fail(DocumentRecord document, JobId job, Failure failure) {
    decide(document, job, Outcome.FAILED, failure.code(), failure.reason());
    document.update();
  }

  void reject(JobId job, SourceName source, Rejected verdict) {
    DocumentRecord document = findOrNew(source, verdict.path());
    retirePending(document);
    if (verdict.code().isSkip()) {
      retireLive(document);
    }
    document.setStamp(verdict.stamp());
    document.setContentHash(verdict.contentHash());
    document.setFingerprint(verdict.fingerprint().hex());
    Outcome outcome = verdict.code().isSkip() ? Outcome.SKIPPED : Outcome.FAILED;
    decide(document, job, outcome, verdict.code(), verdict.reason());
    document.store();
  }

  /** Does nothing if the document is not there. */
  void touch(SourceName source, Touched verdict) {
    find(at(source, verdict.path()))
        .forEach(
            document -> {
              document.setStamp(verdict.stamp());
              document.update();
            });
  }

  void remove(DocumentRecord document, JobId job) {
    if (document.getLiveChunks() > 0) {
      tallies.of(job).documentsRemoved++;
    }
    if (wasIndexedBy(document, job)) {
      tallies.of(job).documentsIndexed--;
    }
    retirePending(document);
    retireLive(document);
    document.delete();
  }

  /** Retires what is pending. Unless the document has failed, its content is as good as unread. */
  void giveUpPending(DocumentRecord document) {
    retirePending(document);
    if (Outcome.PENDING.name().equals(document.getOutcome())) {
      document.setStamp(null);
      document.setContentHash(null);
      document.setFingerprint(null);
    }
    document.update();
  }

  private DocumentRecord findOrNew(SourceName source, String path) {
    return find(at(source, path)).stream()
        .findFirst()
        .orElseGet(
            () -> {
              DocumentRecord document = tx.newRecord(DOCUMENT);
              document.setKbId(kb.value());
              document.setSource(source.value());
              document.setPath(path.getBytes(StandardCharsets.UTF_8));
              document.setLiveChunks(0);
              document.setTitle("");
              document.setMediaType("");
              return document;
            });
  }

  private static Condition at(SourceName source, String path) {
    return DOCUMENT
        .SOURCE
        .eq(source.value())
        .and(DOCUMENT.PATH.eq(path.getBytes(StandardCharsets.UTF_8)));
  }

  private GenerationRecord generation(long number) {
    return tx.fetchSingle(GENERATION, GENERATION.GENERATION_.eq(number));
  }

  private void switchIfWhole(DocumentRecord document, GenerationRecord generation) {
    if (!generation.getSealed() || generation.getRemaining() != 0) {
      return;
    }
    int chunks = generation.getChunkCount();
    Long retired = dropLive(document);
    if (chunks > 0 || retired != null) {
      tell(chunks > 0 ? generation.getGeneration() : null, chunks, retired);
    }
    document.setLive(generation.getGeneration());
    document.setLiveRevision(generation.getRevision());
    document.setLiveChunks(chunks);
    document.setPending(null);
    decide(document, new JobId(document.getOutcomeJob()), Outcome.INDEXED, null, null);
    document.update();
  }

  private void retirePending(DocumentRecord document) {
    Long pending = document.getPending();
    if (pending != null) {
      deleteGeneration(pending);
      tell(null, 0, pending);
      document.setPending(null);
    }
  }

  private void retireLive(DocumentRecord document) {
    Long retired = dropLive(document);
    if (retired != null) {
      tell(null, 0, retired);
    }
    document.setLive(null);
    document.setLiveRevision(null);
    document.setLiveChunks(0);
  }

  /**
   * @return the generation that was live, null if the index has nothing of it
   */
  private @Nullable Long dropLive(DocumentRecord document) {
    Long live = document.getLive();
    if (live == null) {
      return null;
    }
    deleteGeneration(live);
    return document.getLiveChunks() > 0 ? live : null;
  }

  private void deleteGeneration(long number) {
    tx.deleteFrom(CHUNK_SEGMENT).where(CHUNK_SEGMENT.GENERATION.eq(number)).execute();
    tx.deleteFrom(GENERATION).where(GENERATION.GENERATION_.eq(number)).execute();
  }

  private void tell(@Nullable Long promoted, int promotedChunks, @Nullable Long retired) {
    IndexSwitchRecord row = tx.newRecord(INDEX_SWITCH);
    row.setKbId(kb.value());
    row.setPromoted(promoted);
    row.setPromotedChunks(promotedChunks);
    row.setRetired(retired);
    row.insert();
  }

  private void decide(
      DocumentRecord document,
      JobId job,
      Outcome outcome,
      @Nullable ErrorCode code,
      @Nullable String reason) {
    if (wasIndexedBy(document, job)) {
      tallies.of(job).documentsIndexed--;
    }
    if (outcome == Outcome.INDEXED) {
      tallies.of(job).documentsIndexed++;
    }
    document.setOutcome(outcome.name());
    document.setOutcomeJob(job.value());
    document.setCode(code == null ? null : code.name());
    document.setReason(StoredText.cut(reason));
  }

  private static boolean wasIndexedBy(DocumentRecord document, JobId job) {
    return Outcome.INDEXED.name().equals(document.getOutcome())
        && job.value().equals(document.getOutcomeJob());
  }
}
