package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.CHUNK_SEGMENT;
import static dev.ingestion.adapters.db.jooq.Tables.DEAD_LETTER;
import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;
import static dev.ingestion.adapters.db.jooq.Tables.INDEX_SWITCH;
import static dev.ingestion.adapters.db.jooq.Tables.JOB;
import static dev.ingestion.adapters.db.jooq.Tables.JOB_EVENT;
import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE;
import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE_SETTINGS;
import static dev.ingestion.adapters.db.jooq.Tables.LANE;
import static dev.ingestion.adapters.db.jooq.Tables.SCHEDULE;
import static dev.ingestion.adapters.db.jooq.Tables.SOURCE;
import static dev.ingestion.adapters.db.jooq.Tables.START_REQUEST;
import static org.jooq.impl.DSL.select;

import dev.ingestion.ports.out.LedgerDocument.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;

/** Empties the ledger of a knowledge base, in part or wholly. */
final class LedgerReset {
  private LedgerReset() {}

  /** Documents stay, as if none had ever been read. */
  static void forgetContents(LedgerTransaction ledger, Instant now) {
    DSLContext tx = ledger.tx();
    String kb = ledger.kb().value();
    deleteContents(ledger);
    tx.update(DOCUMENT)
        .setNull(DOCUMENT.LIVE)
        .setNull(DOCUMENT.LIVE_REVISION)
        .set(DOCUMENT.LIVE_CHUNKS, 0)
        .setNull(DOCUMENT.PENDING)
        .setNull(DOCUMENT.STAMP)
        .setNull(DOCUMENT.CONTENT_HASH)
        .setNull(DOCUMENT.FINGERPRINT)
        .set(DOCUMENT.OUTCOME, Outcome.PENDING.name())
        .setNull(DOCUMENT.CODE)
        .setNull(DOCUMENT.REASON)
        .where(DOCUMENT.KB_ID.eq(kb))
        .execute();
    // What the active job had indexed is to be indexed again, and what it had queued is gone.
    tx.update(JOB)
        .set(JOB.DOCUMENTS_INDEXED, 0L)
        .set(JOB.CHUNKS_QUEUED, JOB.CHUNKS_INDEXED.plus(JOB.CHUNKS_DEAD))
        .set(JOB.UPDATED_AT, now)
        .where(JOB.ACTIVE_KB.eq(kb))
        .execute();
    ledger.finish(now);
  }

  /** These documents are read again by the next job; what is live and pending stays. */
  static void forgetContent(LedgerTransaction ledger, Collection<Long> documents) {
    for (List<Long> slice : Slices.of(documents, id -> id)) {
      ledger
          .tx()
          .update(DOCUMENT)
          .setNull(DOCUMENT.STAMP)
          .setNull(DOCUMENT.CONTENT_HASH)
          .setNull(DOCUMENT.FINGERPRINT)
          .where(DOCUMENT.KB_ID.eq(ledger.kb().value()))
          .and(DOCUMENT.DOC_ID.in(slice))
          .execute();
    }
  }

  /** The lane goes last: it is what we hold. */
  static void deleteEverything(LedgerTransaction ledger) {
    DSLContext tx = ledger.tx();
    String kb = ledger.kb().value();
    deleteContents(ledger);
    tx.deleteFrom(DOCUMENT).where(DOCUMENT.KB_ID.eq(kb)).execute();
    tx.deleteFrom(JOB_EVENT).where(JOB_EVENT.KB_ID.eq(kb)).execute();
    tx.deleteFrom(JOB).where(JOB.KB_ID.eq(kb)).execute();
    tx.deleteFrom(START_REQUEST).where(START_REQUEST.KB_ID.eq(kb)).execute();
    tx.deleteFrom(SOURCE).where(SOURCE.KB_ID.eq(kb)).execute();
    tx.deleteFrom(KNOWLEDGE_BASE).where(KNOWLEDGE_BASE.KB_ID.eq(kb)).execute();
    // After that row, which whoever keeps settings or a schedule locks first.
    tx.deleteFrom(KNOWLEDGE_BASE_SETTINGS).where(KNOWLEDGE_BASE_SETTINGS.KB_ID.eq(kb)).execute();
    tx.deleteFrom(SCHEDULE).where(SCHEDULE.KB_ID.eq(kb)).execute();
    tx.deleteFrom(LANE).where(LANE.KB_ID.eq(kb)).execute();
  }

  private static void deleteContents(LedgerTransaction ledger) {
    DSLContext tx = ledger.tx();
    String kb = ledger.kb().value();
    ledger.dequeue(BATCH.KB_ID.eq(kb));
    tx.deleteFrom(CHUNK_SEGMENT)
        .where(
            CHUNK_SEGMENT.GENERATION.in(
                select(GENERATION.GENERATION_).from(GENERATION).where(GENERATION.KB_ID.eq(kb))))
        .execute();
    tx.deleteFrom(GENERATION).where(GENERATION.KB_ID.eq(kb)).execute();
    tx.deleteFrom(INDEX_SWITCH).where(INDEX_SWITCH.KB_ID.eq(kb)).execute();
    tx.deleteFrom(DEAD_LETTER).where(DEAD_LETTER.KB_ID.eq(kb)).execute();
  }
}
