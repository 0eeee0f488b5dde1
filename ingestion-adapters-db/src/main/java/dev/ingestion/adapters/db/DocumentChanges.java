package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;
import static dev.ingestion.adapters.db.jooq.Tables.INDEX_SWITCH;

import dev.ingestion.adapters.db.jooq.tables.records.DeadLetterRecord;
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
import dev.ingestion.ports.out.WorkItem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final DeadLetterRows letters;
  private final DocumentRows rows;
  private final GenerationRows generations;

  DocumentChanges(DSLContext tx, KnowledgeBaseId kb, JobTallies tallies) {
    this.tx = tx;
    this.kb = kb;
    this.tallies = tallies;
    this.letters = new DeadLetterRows(tx);
    this.rows = new DocumentRows(tx, kb);
    this.generations = new GenerationRows(tx);
  }

  /** Documents of the knowledge base that meet a condition, by ascending id. */
  List<DocumentRecord> find(Condition condition) {
    generations.write();
    return rows.find(condition);
  }

  /** Reads the documents whose pending generation is among these, and the generations. */
  void load(Collection<Long> pending) {
    generations.load(rows.load(pending).stream().map(DocumentRecord::getPending).toList());
  }

  /** Of those loaded, the document whose pending generation this is; empty if it is none's. */
  Optional<DocumentRecord> loaded(long generation) {
    return rows.loaded(generation);
  }

  /** Writes what was not written yet; to be called at the end of the transaction. */
  void write() {
    rows.write();
    generations.write();
  }

  void open(JobId job, SourceName source, List<Opened> opened) {
    List<String> paths = opened.stream().map(Opened::path).toList();
    if (Set.copyOf(paths).size() < paths.size()) {
      opened.forEach(one -> open(job, source, List.of(one))); // the last of them is to count
      return;
    }
    List<DocumentRecord> documents = rows.findOrNew(source, paths);
    for (int i = 0; i < paths.size(); i++) {
      open(job, documents.get(i), opened.get(i));
    }
    rows.store(documents);
    for (int i = 0; i < paths.size(); i++) {
      generations.open(newGeneration(documents.get(i), opened.get(i)));
    }
  }

  private void open(JobId job, DocumentRecord document, Opened opened) {
    retirePending(document);
    forgetLetters(document);
    document.setPending(opened.generation().number());
    document.setStamp(opened.stamp());
    document.setContentHash(opened.contentHash());
    document.setFingerprint(opened.fingerprint().hex());
    document.setTitle(Objects.requireNonNull(StoredText.cut(opened.title())));
    document.setMediaType(Objects.requireNonNull(StoredText.cut(opened.mediaType())));
    decide(document, job, Outcome.PENDING, null, null);
  }

  private GenerationRecord newGeneration(DocumentRecord document, Opened opened) {
    GenerationRecord generation = tx.newRecord(GENERATION);
    generation.setGeneration(opened.generation().number());
    generation.setKbId(kb.value());
    generation.setDocId(document.getDocId());
    generation.setRevision(opened.revision().hex());
    generation.setFingerprint(opened.fingerprint().hex());
    generation.setSealed(false);
    generation.setChunkCount(0);
    generation.setRemaining(0);
    generation.setDead(0);
    return generation;
  }

  /** Does nothing if the generation was superseded. */
  void seal(Sealed sealed) {
    rows.pending(sealed.generation().number())
        .ifPresent(
            document -> {
              GenerationRecord generation = generation(sealed.generation().number());
              generation.setSealed(true);
              generation.setChunkCount(sealed.chunkIds().size());
              generation.setRemaining(generation.getRemaining() + sealed.chunkIds().size());
              generations.add(ChunkSegments.of(tx, sealed.generation(), sealed.chunkIds()));
              switchIfWhole(document, generation);
            });
  }

  /**
   * @param document whose pending generation they belong to
   */
  void acknowledgeChunks(DocumentRecord document, int chunks) {
    GenerationRecord generation = generation(document.getPending());
    generation.setRemaining(generation.getRemaining() - chunks);
    switchIfWhole(document, generation);
  }

  /**
   * The generation stays pending, and is not whole before its dead letters are replayed.
   *
   * @param failed chunks of the pending generation, at least one
   */
  void fail(DocumentRecord document, JobId job, Map<WorkItem, Failure> failed, Instant now) {
    GenerationRecord generation = generation(document.getPending());
    generation.setDead(generation.getDead() + failed.size());
    failed.forEach((item, failure) -> letters.chunkFailed(document, job, item, failure, now));
    Failure first = failed.values().iterator().next();
    decide(document, job, Outcome.FAILED, first.code(), first.reason());
    rows.changed(document);
  }

  /** Chunks that were given up are enqueued again. */
  void revive(DocumentRecord document, JobId job, int chunks) {
    GenerationRecord generation = generation(document.getPending());
    generation.setDead(generation.getDead() - chunks);
    if (generation.getDead() == 0) {
      decide(document, job, Outcome.PENDING, null, null);
      rows.changed(document);
    }
  }

  /** Whatever the next listing finds is other than what is known. */
  void forgetContent(DocumentRecord document) {
    document.setStamp(null);
    document.setContentHash(null);
    document.setFingerprint(null);
    rows.changed(document);
  }

  void reject(JobId job, SourceName source, Rejected verdict, Instant now) {
    DocumentRecord document = rows.findOrNew(source, List.of(verdict.path())).get(0);
    retirePending(document);
    if (verdict.code().isSkip()) {
      retireLive(document);
    }
    document.setStamp(verdict.stamp());
    document.setContentHash(verdict.contentHash());
    document.setFingerprint(verdict.fingerprint().hex());
    Outcome outcome = verdict.code().isSkip() ? Outcome.SKIPPED : Outcome.FAILED;
    decide(document, job, outcome, verdict.code(), verdict.reason());
    rows.store(List.of(document));
    if (outcome == Outcome.FAILED) {
      letters.documentFailed(document, job, verdict, now);
    } else {
      forgetLetters(document);
    }
  }

  /** Does nothing if the document is not there. */
  void touch(SourceName source, Touched verdict) {
    find(at(source, verdict.path()))
        .forEach(
            document -> {
              document.setStamp(verdict.stamp());
              rows.changed(document);
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
    forgetLetters(document);
    rows.delete(document);
  }

  /**
   * Nothing waits any more for the pending generations of the documents that meet a condition. One
   * stays if dead letters hold all that is missing of it; otherwise it is retired, and its content
   * is as good as unread.
   *
   * @return how many documents those are
   */
  int giveUpPending(Condition condition) {
    List<DocumentRecord> documents = find(condition.and(DOCUMENT.PENDING.isNotNull()));
    generations.load(documents.stream().map(DocumentRecord::getPending).toList());
    Set<Long> lettered = letters.haveAny(documents);
    for (DocumentRecord document : documents) {
      if (lettered.contains(document.getDocId())) {
        giveUpLettered(document);
      } else {
        giveUp(document);
      }
    }
    return documents.size();
  }

  private void giveUp(DocumentRecord document) {
    retirePending(document);
    forgetContent(document);
  }

  private void giveUpLettered(DocumentRecord document) {
    GenerationRecord generation = generation(document.getPending());
    List<DeadLetterRecord> back = letters.putBack(generation.getGeneration());
    int dead = generation.getDead() + back.size();
    if (!generation.getSealed() || dead == 0 || generation.getRemaining() != dead) {
      giveUp(document);
      letters.forget(document);
      return;
    }
    generation.setDead(dead);
    if (Outcome.PENDING.name().equals(document.getOutcome())) {
      DeadLetterRecord first = back.get(0);
      ErrorCode code = StoredText.constant(ErrorCode.class, first.getCode());
      JobId job = new JobId(document.getOutcomeJob());
      decide(document, job, Outcome.FAILED, code, first.getMessage());
      rows.changed(document);
    }
  }

  private void forgetLetters(DocumentRecord document) {
    if (document.getDocId() != null) {
      letters.forget(document);
    }
  }

  private static Condition at(SourceName source, String path) {
    return DOCUMENT
        .SOURCE
        .eq(source.value())
        .and(DOCUMENT.PATH.eq(path.getBytes(StandardCharsets.UTF_8)));
  }

  private GenerationRecord generation(long number) {
    return generations.get(number);
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
    rows.changed(document);
  }

  private void retirePending(DocumentRecord document) {
    Long pending = document.getPending();
    if (pending != null) {
      generations.delete(pending);
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
    generations.delete(live);
    return document.getLiveChunks() > 0 ? live : null;
  }

  private void tell(@Nullable Long promoted, int promotedChunks, @Nullable Long retired) {
    IndexSwitchRecord row = tx.newRecord(INDEX_SWITCH);
    row.setKbId(kb.value());
    row.setPromoted(promoted);
    row.setPromotedChunks(promotedChunks);
    row.setRetired(retired);
    generations.tell(row);
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
