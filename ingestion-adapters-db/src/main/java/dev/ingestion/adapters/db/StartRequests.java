package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.START_REQUEST;

import dev.ingestion.adapters.db.jooq.tables.records.StartRequestRecord;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.ports.out.StartRequest;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** The rows of requests that may be sent again. */
final class StartRequests {
  /** Most to delete at once, so that a start does not wait for years of them. */
  private static final int PORTION = 1_000;

  private StartRequests() {}

  /**
   * @return whether its key is new
   */
  static boolean insert(DSLContext tx, StartRequest request) {
    StartRequestRecord row = tx.newRecord(START_REQUEST);
    row.setKbId(request.kb().value());
    row.setRequestKey(request.key().value());
    row.setFingerprint(request.fingerprint());
    row.setJobId(request.job().value());
    row.setJobVersion(request.version());
    row.setAskedAt(request.askedAt());
    return tx.insertInto(START_REQUEST).set(row).onConflictDoNothing().execute() == 1;
  }

  static void deleteOld(DSLContext tx, Instant keptSince) {
    tx.deleteFrom(START_REQUEST)
        .where(START_REQUEST.ASKED_AT.lt(keptSince))
        .orderBy(START_REQUEST.ASKED_AT)
        .limit(PORTION)
        .execute();
  }

  static Optional<StartRequest> find(DSLContext sql, KnowledgeBaseId kb, RequestKey key) {
    return sql.selectFrom(START_REQUEST)
        .where(START_REQUEST.KB_ID.eq(kb.value()))
        .and(START_REQUEST.REQUEST_KEY.eq(key.value()))
        .fetchOptional(
            row ->
                new StartRequest(
                    kb,
                    key,
                    row.getFingerprint(),
                    new JobId(row.getJobId()),
                    row.getJobVersion(),
                    row.getAskedAt()));
  }
}
