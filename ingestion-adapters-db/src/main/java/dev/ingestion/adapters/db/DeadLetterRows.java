package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DEAD_LETTER;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.DeadLetterRecord;
import dev.ingestion.adapters.db.jooq.tables.records.DocumentRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.DeadLetters.Replay;
import dev.ingestion.ports.out.DeadLetters.Stage;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.WorkItem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of documents, within a transaction that holds the lane of their knowledge base.
 */
final class DeadLetterRows {
  private static final int MOST_STACK_BYTES = 16 * 1024;

  private static final Rendered WITH_STATE =
      Rendered.lookUp(
          DEAD_LETTER,
          List.of(DEAD_LETTER.LETTER_ID, DEAD_LETTER.GENERATION, DEAD_LETTER.ORDINAL),
          DEAD_LETTER.GENERATION,
          DEAD_LETTER.REPLAY.eq(val("")));

  private static final Rendered OF_DOCUMENTS =
      Rendered.lookUp(
          DEAD_LETTER, List.of(DEAD_LETTER.DOC_ID), DEAD_LETTER.DOC_ID, DSL.noCondition());

  private final DSLContext tx;

  DeadLetterRows(DSLContext tx) {
    this.tx = tx;
  }

  /** A chunk was given up, for the first time or again. */
  void chunkFailed(
      DocumentRecord document, JobId job, WorkItem item, Failure failure, Instant now) {
    DeadLetterRecord letter =
        tx.fetchOne(
            DEAD_LETTER,
            DEAD_LETTER
                .GENERATION
                .eq(failure.generation().number())
                .and(DEAD_LETTER.ORDINAL.eq(failure.ordinal())));
    if (letter == null) {
      letter = newLetter(document, now);
      letter.setGeneration(failure.generation().number());
      letter.setOrdinal(failure.ordinal());
      letter.setChunkId(item.id().toBytes());
      letter.setPayload(BatchCodec.encode(List.of(item)));
    }
    failed(letter, job, Stage.EMBED, failure.code(), failure.reason(), failure.stack());
    letter.setAttempts(letter.getAttempts() + failure.attempts());
    letter.setLastAt(now);
    letter.store();
  }

  /** A document failed as a whole, for the first time or again. */
  void documentFailed(DocumentRecord document, JobId job, Rejected verdict, Instant now) {
    Condition ofDocument = DEAD_LETTER.DOC_ID.eq(document.getDocId());
    tx.deleteFrom(DEAD_LETTER).where(ofDocument).and(DEAD_LETTER.GENERATION.isNotNull()).execute();
    DeadLetterRecord letter = tx.fetchOne(DEAD_LETTER, ofDocument);
    if (letter == null) {
      letter = newLetter(document, now);
    }
    Stage stage = verdict.contentHash() == null ? Stage.READ : Stage.PARSE;
    failed(letter, job, stage, verdict.code(), verdict.reason(), verdict.stack());
    letter.setAttempts(letter.getAttempts() + 1);
    letter.setLastAt(now);
    letter.store();
  }

  /**
   * @return the ids of those documents that have letters
   */
  Set<Long> haveAny(List<DocumentRecord> documents) {
    Object[] ids = documents.stream().map(DocumentRecord::getDocId).toArray();
    return Set.copyOf(OF_DOCUMENTS.fetch(tx, row -> row.getLong(1), (Object) ids));
  }

  /** Nothing is wrong any more with what was known of the document. */
  void forget(DocumentRecord document) {
    tx.deleteFrom(DEAD_LETTER).where(DEAD_LETTER.DOC_ID.eq(document.getDocId())).execute();
  }

  /**
   * Chunks were done that may have been replayed.
   *
   * @param done the ordinals, by generation
   */
  void mended(Map<Long, Set<Integer>> done) {
    delete(
        WITH_STATE
            .fetch(
                tx,
                row -> new Letter(row.getLong(1), row.getLong(2), row.getInt(3)),
                done.keySet().toArray(Long[]::new),
                Replay.TAKEN_UP.name())
            .stream()
            .filter(
                letter -> requireNonNull(done.get(letter.generation())).contains(letter.ordinal()))
            .map(Letter::id)
            .toList());
  }

  private record Letter(long id, long generation, int ordinal) {}

  /**
   * The work that replays letters of a generation was dropped.
   *
   * @return those letters
   */
  List<DeadLetterRecord> putBack(long generation) {
    Condition takenUp =
        DEAD_LETTER.GENERATION.eq(generation).and(DEAD_LETTER.REPLAY.eq(Replay.TAKEN_UP.name()));
    List<DeadLetterRecord> letters =
        tx.selectFrom(DEAD_LETTER).where(takenUp).orderBy(DEAD_LETTER.LETTER_ID).fetch();
    letters.forEach(letter -> letter.setReplay(Replay.NONE.name()));
    letters.forEach(DeadLetterRecord::update);
    return letters;
  }

  private void delete(Collection<Long> letters) {
    if (!letters.isEmpty()) {
      tx.deleteFrom(DEAD_LETTER).where(DEAD_LETTER.LETTER_ID.in(letters)).execute();
    }
  }

  private DeadLetterRecord newLetter(DocumentRecord document, Instant now) {
    DeadLetterRecord letter = tx.newRecord(DEAD_LETTER);
    letter.setKbId(document.getKbId());
    letter.setDocId(document.getDocId());
    letter.setSource(document.getSource());
    letter.setPath(document.getPath());
    letter.setAttempts(0);
    letter.setFirstAt(now);
    return letter;
  }

  private static void failed(
      DeadLetterRecord letter,
      JobId job,
      Stage stage,
      ErrorCode code,
      String message,
      String stack) {
    letter.setJobId(job.value());
    letter.setStage(stage.name());
    letter.setCode(code.name());
    letter.setMessage(requireNonNull(StoredText.cut(message)));
    letter.setStack(cut(stack));
    letter.setReplay(Replay.NONE.name());
  }

  /** Cuts at a whole character. */
  private static String cut(String stack) {
    byte[] utf8 = stack.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= MOST_STACK_BYTES) {
      return stack;
    }
    int end = MOST_STACK_BYTES;
    while ((utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  static @Nullable WorkItem item(DeadLetterRecord letter) {
    return letter.getPayload() == null ? null : BatchCodec.decode(letter.getPayload()).get(0);
  }
}
