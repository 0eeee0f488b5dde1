package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;
import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;
import static dev.ingestion.adapters.db.jooq.Tables.INDEX_SWITCH;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentVerdict;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.DocumentVerdict.Touched;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.StagedWork;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

final class SqlDocumentLedger implements DocumentLedger {
  private static final Rendered FORGET_SWITCH =
      Rendered.of(
          DSL.deleteFrom(INDEX_SWITCH)
              .where(INDEX_SWITCH.SEQUENCE.eq(val(0L)))
              .and(INDEX_SWITCH.KB_ID.eq(val(""))));

  private final Transactions transactions;
  private final InstantSource clock;

  @Inject
  SqlDocumentLedger(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<LedgerDocument> page(
      KnowledgeBaseId kb, SourceName source, @Nullable String after, int limit) {
    byte[] path = after == null ? new byte[0] : after.getBytes(StandardCharsets.UTF_8);
    return transactions.read(sql -> LedgerReads.page(sql, kb, source, path, limit));
  }

  @Override
  public List<LedgerDocument> select(
      KnowledgeBaseId kb,
      SourceName source,
      Selection selection,
      @Nullable String after,
      int limit) {
    return inPathOrder(kb, source, LedgerReads.meets(selection).and(behind(after)), limit);
  }

  private static Condition behind(@Nullable String after) {
    return after == null ? noCondition() : DOCUMENT.PATH.gt(after.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<LedgerDocument> find(KnowledgeBaseId kb, DocumentKey key) {
    Condition path = DOCUMENT.PATH.eq(key.path().getBytes(StandardCharsets.UTF_8));
    return inPathOrder(kb, key.source(), path, 1).stream().findFirst();
  }

  @Override
  public List<LedgerDocument> livePage(KnowledgeBaseId kb, long after, int limit) {
    Condition live =
        DOCUMENT.KB_ID.eq(kb.value()).and(DOCUMENT.DOC_ID.gt(after)).and(DOCUMENT.LIVE.isNotNull());
    return transactions.read(
        sql -> LedgerReads.documents(sql, live, List.of(DOCUMENT.KB_ID, DOCUMENT.DOC_ID), limit));
  }

  @Override
  public List<ChunkId> chunkIds(Generation generation) {
    return transactions.read(sql -> ChunkSegments.load(sql, generation));
  }

  @Override
  public Optional<PipelineFingerprint> fingerprint(Generation generation) {
    return transactions.read(
        sql ->
            sql.select(GENERATION.FINGERPRINT)
                .from(GENERATION)
                .where(GENERATION.GENERATION_.eq(generation.number()))
                .fetchOptional(row -> new PipelineFingerprint(row.value1())));
  }

  @Override
  public Set<Generation> live(KnowledgeBaseId kb, Collection<Generation> generations) {
    return transactions.read(sql -> LedgerReads.live(sql, kb, generations));
  }

  @Override
  public Set<Generation> pending(KnowledgeBaseId kb, Collection<Generation> generations) {
    return transactions.read(sql -> LedgerReads.pending(sql, kb, generations));
  }

  @Override
  public long reserveGenerations(int count) {
    return transactions.write(
        tx -> {
          tx.update(DATABASE_IDENTITY)
              .set(DATABASE_IDENTITY.NEXT_GENERATION, DATABASE_IDENTITY.NEXT_GENERATION.plus(count))
              .execute();
          return tx.select(DATABASE_IDENTITY.NEXT_GENERATION)
                  .from(DATABASE_IDENTITY)
                  .fetchSingle()
                  .value1()
              - count;
        });
  }

  @Override
  public void stage(JobLease lease, SourceName source, StagedWork work) {
    List<EncodedBatch> batches =
        work.batches().stream().map(batch -> EncodedBatch.of(batch.items())).toList();
    underLease(
        lease,
        ledger -> {
          DocumentChanges documents = ledger.documents();
          documents.open(lease.job(), source, work.opened());
          ledger.enqueue(lease.job(), batches, clock.instant());
          work.sealed().forEach(documents::seal);
          return true;
        });
  }

  @Override
  public void record(JobLease lease, SourceName source, List<? extends DocumentVerdict> verdicts) {
    underLease(
        lease,
        ledger -> {
          DocumentChanges documents = ledger.documents();
          for (DocumentVerdict verdict : verdicts) {
            if (verdict instanceof Rejected rejected) {
              documents.reject(lease.job(), source, rejected, clock.instant());
            } else if (verdict instanceof Touched touched) {
              documents.touch(source, touched);
            }
          }
          return true;
        });
  }

  @Override
  public void remove(JobLease lease, Collection<Long> documents) {
    underLease(
        lease,
        ledger -> {
          DocumentChanges changes = ledger.documents();
          for (List<Long> slice : Slices.of(documents, id -> id)) {
            changes
                .find(DOCUMENT.DOC_ID.in(slice))
                .forEach(document -> changes.remove(document, lease.job()));
          }
          return true;
        });
  }

  @Override
  public void abandon(JobLease lease) {
    underLease(
        lease,
        ledger -> {
          Batches.Sums dropped =
              ledger.dequeue(
                  BATCH.KB_ID.eq(lease.kb().value()).and(BATCH.JOB_ID.eq(lease.job().value())));
          ledger.tallies().of(lease.job()).chunksQueued -= dropped.chunks();
          return ledger.documents().giveUpPending(DSL.noCondition());
        });
  }

  @Override
  public int retireUnsealed(JobLease lease) {
    return underLease(
        lease,
        ledger ->
            ledger
                .documents()
                .giveUpPending(
                    DOCUMENT.PENDING.in(
                        DSL.select(GENERATION.GENERATION_)
                            .from(GENERATION)
                            .where(GENERATION.KB_ID.eq(lease.kb().value()))
                            .and(GENERATION.SEALED.isFalse()))));
  }

  @Override
  public int takeUpLetters(JobLease lease, SourceName source, int limit) {
    return underLease(
        lease,
        ledger ->
            new LetterReplay(ledger, ledger.documents(), lease.job(), clock.instant())
                .takeUp(source, limit));
  }

  @Override
  public void forgetContent(KnowledgeBaseId kb, Collection<Long> documents) {
    transactions.change(
        tx ->
            LedgerTransaction.begin(tx, kb)
                .ifPresent(ledger -> LedgerReset.forgetContent(ledger, documents)));
  }

  @Override
  public List<IndexSwitch> switches(KnowledgeBaseId kb, int limit) {
    return transactions.read(
        sql ->
            sql.selectFrom(INDEX_SWITCH)
                .where(INDEX_SWITCH.KB_ID.eq(kb.value()))
                .orderBy(INDEX_SWITCH.KB_ID, INDEX_SWITCH.SEQUENCE)
                .limit(limit)
                .fetch(
                    row ->
                        new IndexSwitch(
                            row.getSequence(),
                            LedgerReads.generation(row.getPromoted()),
                            row.getPromotedChunks(),
                            LedgerReads.generation(row.getRetired()))));
  }

  @Override
  public void forgetSwitches(KnowledgeBaseId kb, Collection<Long> sequences) {
    List<Object[]> keys =
        sequences.stream().map(sequence -> new Object[] {sequence, kb.value()}).toList();
    transactions.change(tx -> FORGET_SWITCH.executeEach(tx, keys));
  }

  @Override
  public LedgerCounts count(KnowledgeBaseId kb, SourceName source, JobId job) {
    return transactions.read(sql -> LedgerReads.count(sql, kb, source, job));
  }

  @Override
  public LedgerTotals totals(KnowledgeBaseId kb) {
    return transactions.read(sql -> LedgerReads.totals(sql, kb));
  }

  private List<LedgerDocument> inPathOrder(
      KnowledgeBaseId kb, SourceName source, Condition condition, int limit) {
    return transactions.read(
        sql ->
            LedgerReads.documents(
                sql,
                LedgerReads.ofSource(kb, source).and(condition),
                LedgerReads.PATH_ORDER,
                limit));
  }

  /** Holds the lane, then the job's row: the one order of locking that there is. */
  private <T> T underLease(JobLease lease, Function<LedgerTransaction, T> work) {
    return transactions.write(
        tx -> {
          LedgerTransaction ledger =
              LedgerTransaction.begin(tx, lease.kb()).orElseThrow(() -> Leases.lost(lease));
          Leases.hold(tx, lease);
          T result = work.apply(ledger);
          ledger.finish(clock.instant());
          return result;
        });
  }
}
