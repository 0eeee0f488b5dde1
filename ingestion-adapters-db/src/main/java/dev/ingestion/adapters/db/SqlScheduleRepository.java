package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE;
import static dev.ingestion.adapters.db.jooq.Tables.SCHEDULE;

import dev.ingestion.adapters.db.jooq.tables.records.ScheduleRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.ports.out.ScheduleRepository;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

final class SqlScheduleRepository implements ScheduleRepository {
  private final Transactions transactions;

  @Inject
  SqlScheduleRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<StoredSchedule> list() {
    return list(DSL.noCondition());
  }

  @Override
  public List<StoredSchedule> list(KnowledgeBaseId kb) {
    return list(SCHEDULE.KB_ID.eq(kb.value()));
  }

  private List<StoredSchedule> list(Condition condition) {
    return transactions.read(
        sql ->
            sql.selectFrom(SCHEDULE)
                .where(condition)
                .orderBy(SCHEDULE.KB_ID, SCHEDULE.SOURCE)
                .fetch(ScheduleRows::toSchedule));
  }

  @Override
  public Optional<StoredSchedule> find(KnowledgeBaseId kb, SourceName source) {
    return transactions.read(
        sql ->
            sql.selectFrom(SCHEDULE).where(is(kb, source)).fetchOptional(ScheduleRows::toSchedule));
  }

  @Override
  public void insert(ScheduledSource schedule) {
    int inserted =
        transactions.write(
            tx -> {
              lock(tx, schedule.kb());
              ScheduleRecord row = tx.newRecord(SCHEDULE);
              ScheduleRows.fill(row, schedule);
              return tx.insertInto(SCHEDULE).set(row).onConflictDoNothing().execute();
            });
    if (inserted == 0) {
      throw changed(schedule);
    }
  }

  /** Or it could be deleted meanwhile, and the schedule would be left behind. */
  private static void lock(DSLContext tx, KnowledgeBaseId kb) {
    boolean known =
        tx.selectFrom(KNOWLEDGE_BASE)
            .where(KNOWLEDGE_BASE.KB_ID.eq(kb.value()))
            .forUpdate()
            .fetchOptional()
            .isPresent();
    if (!known) {
      throw new IngestionException(
          ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base %s".formatted(kb));
    }
  }

  @Override
  public void update(ScheduledSource next) {
    int updated =
        transactions.write(
            tx -> {
              ScheduleRecord row = tx.newRecord(SCHEDULE);
              ScheduleRows.fill(row, next);
              return tx.update(SCHEDULE)
                  .set(row)
                  .where(is(next.kb(), next.source()))
                  .and(SCHEDULE.VERSION.eq(next.version() - 1))
                  .execute();
            });
    if (updated == 0) {
      throw changed(next);
    }
  }

  @Override
  public boolean delete(KnowledgeBaseId kb, SourceName source) {
    return transactions.write(tx -> tx.deleteFrom(SCHEDULE).where(is(kb, source)).execute() > 0);
  }

  private static Condition is(KnowledgeBaseId kb, SourceName source) {
    return SCHEDULE.KB_ID.eq(kb.value()).and(SCHEDULE.SOURCE.eq(source.value()));
  }

  private static IngestionException changed(ScheduledSource schedule) {
    return new IngestionException(
        ErrorCode.CONCURRENT_CHANGE,
        "The schedule of source %s of %s was changed meanwhile; look at it and try again"
            .formatted(schedule.source(), schedule.kb()));
  }
}
