package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE;
import static dev.ingestion.adapters.db.jooq.Tables.SOURCE;

import dev.ingestion.adapters.db.jooq.tables.records.KnowledgeBaseRecord;
import dev.ingestion.adapters.db.jooq.tables.records.SourceRecord;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StoredSettings;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

final class SqlKnowledgeBaseRepository implements KnowledgeBaseRepository {
  private final Database database;
  private final Transactions transactions;
  private final InstantSource clock;

  @Inject
  SqlKnowledgeBaseRepository(Database database, Transactions transactions, InstantSource clock) {
    this.database = database;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public KnowledgeBase findOrCreate(KnowledgeBaseId kb, EmbeddingSpace space) {
    KnowledgeBase found = find(kb).orElseGet(() -> create(kb, space));
    if (found.deleting()) {
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE,
          "Knowledge base %s is being deleted; delete it again to finish that".formatted(kb));
    }
    return found;
  }

  @Override
  public Optional<KnowledgeBase> find(KnowledgeBaseId kb) {
    return transactions.read(
        sql ->
            sql.selectFrom(KNOWLEDGE_BASE)
                .where(KNOWLEDGE_BASE.KB_ID.eq(kb.value()))
                .fetchOptional(this::toKnowledgeBase));
  }

  @Override
  public List<KnowledgeBase> list() {
    return transactions.read(
        sql ->
            sql.selectFrom(KNOWLEDGE_BASE)
                .orderBy(KNOWLEDGE_BASE.KB_ID)
                .fetch(this::toKnowledgeBase));
  }

  @Override
  public List<KnowledgeBase> page(@Nullable KnowledgeBaseId after, int limit) {
    return transactions.read(
        sql ->
            sql.selectFrom(KNOWLEDGE_BASE)
                .where(KNOWLEDGE_BASE.DELETING.isFalse())
                .and(after == null ? DSL.noCondition() : KNOWLEDGE_BASE.KB_ID.gt(after.value()))
                .orderBy(KNOWLEDGE_BASE.KB_ID)
                .limit(limit)
                .fetch(this::toKnowledgeBase));
  }

  @Override
  public Optional<SourceSettings> findSource(KnowledgeBaseId kb, SourceName name) {
    return transactions.read(sql -> findSource(sql, kb, name));
  }

  @Override
  public List<SourceSettings> sources(KnowledgeBaseId kb) {
    return transactions.read(
        sql ->
            sql.selectFrom(SOURCE)
                .where(SOURCE.KB_ID.eq(kb.value()))
                .orderBy(SOURCE.NAME)
                .fetch(KnowledgeBaseRows::toSource));
  }

  @Override
  public void saveSource(KnowledgeBaseId kb, SourceSettings source) {
    SourceSettings stored =
        transactions.write(
            tx -> {
              SourceRecord row = tx.newRecord(SOURCE);
              KnowledgeBaseRows.fill(row, kb, source);
              tx.insertInto(SOURCE).set(row).onConflictDoNothing().execute();
              return findSource(tx, kb, source.name()).orElseThrow();
            });
    if (!stored.equals(source)) {
      throw SourceConflicts.between(kb, stored, source);
    }
  }

  @Override
  public Optional<StoredSettings> findSettings(KnowledgeBaseId kb) {
    return transactions.read(sql -> SettingsRows.find(sql, kb));
  }

  @Override
  public StoredSettings saveSettings(
      KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version) {
    return transactions.write(
        tx -> {
          lock(tx, kb);
          return SettingsRows.save(tx, kb, settings, version);
        });
  }

  @Override
  public void markUnread(KnowledgeBaseId kb, SourceName source) {
    mark(kb, source, true);
  }

  @Override
  public void markRead(KnowledgeBaseId kb, SourceName source) {
    mark(kb, source, false);
  }

  private void mark(KnowledgeBaseId kb, SourceName source, boolean unread) {
    transactions.change(
        tx ->
            tx.update(SOURCE)
                .set(SOURCE.UNREAD, unread)
                .where(SOURCE.KB_ID.eq(kb.value()))
                .and(SOURCE.NAME.eq(source.value()))
                .execute());
  }

  @Override
  public List<SourceName> unreadSources(KnowledgeBaseId kb) {
    return transactions.read(
        sql ->
            sql.selectFrom(SOURCE)
                .where(SOURCE.KB_ID.eq(kb.value()))
                .and(SOURCE.UNREAD)
                .orderBy(SOURCE.NAME)
                .fetch(row -> new SourceName(row.getName())));
  }

  @Override
  public KnowledgeBase beginRebuild(KnowledgeBaseId kb, EmbeddingSpace space, boolean keepServing) {
    return transactions.write(
        tx -> {
          LedgerTransaction ledger = LedgerTransaction.begin(tx, kb).orElseThrow(() -> unknown(kb));
          KnowledgeBaseRecord row = lock(tx, kb);
          KnowledgeBaseRows.buildNewIndex(row, space);
          if (!keepServing) {
            KnowledgeBaseRows.serveBuilding(row);
          }
          row.update();
          LedgerReset.forgetContents(ledger, clock.instant());
          return toKnowledgeBase(row);
        });
  }

  @Override
  public void finishRebuild(KnowledgeBaseId kb) {
    transactions.change(
        tx -> {
          KnowledgeBaseRecord row = lock(tx, kb);
          KnowledgeBaseRows.serveBuilding(row);
          row.update();
        });
  }

  @Override
  public void beginDelete(KnowledgeBaseId kb) {
    transactions.change(
        tx ->
            tx.update(KNOWLEDGE_BASE)
                .set(KNOWLEDGE_BASE.DELETING, true)
                .where(KNOWLEDGE_BASE.KB_ID.eq(kb.value()))
                .execute());
  }

  @Override
  public void finishDelete(KnowledgeBaseId kb) {
    transactions.change(
        tx -> LedgerTransaction.begin(tx, kb).ifPresent(LedgerReset::deleteEverything));
  }

  private KnowledgeBase create(KnowledgeBaseId kb, EmbeddingSpace space) {
    return transactions.write(
        tx -> {
          KnowledgeBaseRecord row = tx.newRecord(KNOWLEDGE_BASE);
          row.setKbId(kb.value());
          row.setDeleting(false);
          row.setCreatedAt(clock.instant());
          KnowledgeBaseRows.buildNewIndex(row, space);
          KnowledgeBaseRows.serveBuilding(row);
          // Somebody else may make it at the same moment.
          if (tx.insertInto(KNOWLEDGE_BASE).set(row).onConflictDoNothing().execute() == 1) {
            Lanes.create(tx, kb);
          }
          return toKnowledgeBase(lock(tx, kb));
        });
  }

  private KnowledgeBase toKnowledgeBase(KnowledgeBaseRecord row) {
    return KnowledgeBaseRows.toKnowledgeBase(row, database.databaseId());
  }

  private static Optional<SourceSettings> findSource(
      DSLContext sql, KnowledgeBaseId kb, SourceName name) {
    return sql.selectFrom(SOURCE)
        .where(SOURCE.KB_ID.eq(kb.value()))
        .and(SOURCE.NAME.eq(name.value()))
        .fetchOptional(KnowledgeBaseRows::toSource);
  }

  private static KnowledgeBaseRecord lock(DSLContext tx, KnowledgeBaseId kb) {
    return tx.selectFrom(KNOWLEDGE_BASE)
        .where(KNOWLEDGE_BASE.KB_ID.eq(kb.value()))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> unknown(kb));
  }

  private static IngestionException unknown(KnowledgeBaseId kb) {
    return new IngestionException(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base %s".formatted(kb));
  }
}
