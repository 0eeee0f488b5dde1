package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentVerdict;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.DocumentVerdict.Touched;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.testkit.memory.DocumentChanges.TakenUp;
import dev.ingestion.testkit.memory.Rows.Batch;
import dev.ingestion.testkit.memory.Rows.StoredGeneration;
import dev.ingestion.testkit.memory.Rows.Switch;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class InMemoryLedger implements DocumentLedger {
  private static final int CHUNKS_A_BATCH = 16;

  private final InMemoryDatabase database;
  private final InstantSource clock;

  InMemoryLedger(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<LedgerDocument> page(
      KnowledgeBaseId kb, SourceName source, @Nullable String after, int limit) {
    return ofSource(kb, source, document -> isBehind(document, after), limit);
  }

  @Override
  public List<LedgerDocument> select(
      KnowledgeBaseId kb,
      SourceName source,
      Selection selection,
      @Nullable String after,
      int limit) {
    return ofSource(
        kb,
        source,
        document ->
            (selection.outcomes().isEmpty() || selection.outcomes().contains(document.outcome))
                && document.key.path().startsWith(selection.prefix())
                && isBehind(document, after),
        limit);
  }

  private static boolean isBehind(DocumentRow document, @Nullable String after) {
    return after == null || DocumentKey.PATH_ORDER.compare(document.key.path(), after) > 0;
  }

  @Override
  public Optional<LedgerDocument> find(KnowledgeBaseId kb, DocumentKey key) {
    return ofSource(kb, key.source(), document -> document.key.equals(key), 1).stream().findFirst();
  }

  @Override
  public List<LedgerDocument> livePage(KnowledgeBaseId kb, long after, int limit) {
    return database.read(
        rows ->
            rows.documents.tailMap(after + 1).values().stream()
                .filter(document -> document.kb.equals(kb) && document.live != null)
                .limit(limit)
                .map(document -> document.toLedger(rows))
                .toList());
  }

  @Override
  public List<ChunkId> chunkIds(Generation generation) {
    return database.read(
        rows -> {
          StoredGeneration row = rows.generations.get(generation);
          return row == null ? List.of() : row.chunkIds();
        });
  }

  @Override
  public Optional<PipelineFingerprint> fingerprint(Generation generation) {
    return database.read(
        rows ->
            Optional.ofNullable(rows.generations.get(generation))
                .map(StoredGeneration::fingerprint));
  }

  @Override
  public Set<Generation> live(KnowledgeBaseId kb, Collection<Generation> generations) {
    return database.read(rows -> among(rows, kb, generations, document -> document.live));
  }

  @Override
  public Set<Generation> pending(KnowledgeBaseId kb, Collection<Generation> generations) {
    return database.read(rows -> among(rows, kb, generations, document -> document.pending));
  }

  @Override
  public long reserveGenerations(int count) {
    return database.write(
        rows -> {
          long first = rows.nextGeneration;
          rows.nextGeneration += count;
          return first;
        });
  }

  @Override
  public void stage(JobLease lease, SourceName source, StagedWork work) {
    changeUnderLease(
        lease,
        (rows, documents) -> {
          work.opened().forEach(opened -> documents.open(lease.job(), source, opened));
          for (NewBatch batch : work.batches()) {
            rows.enqueue(lease.kb(), lease.job(), batch.items());
            rows.addToChunks(
                lease.job(), new ChunkCounts(batch.items().size(), 0, 0, 0), clock.instant());
          }
          work.sealed().forEach(documents::seal);
        });
  }

  @Override
  public void record(JobLease lease, SourceName source, List<? extends DocumentVerdict> verdicts) {
    changeUnderLease(
        lease,
        (rows, documents) -> {
          for (DocumentVerdict verdict : verdicts) {
            if (verdict instanceof Rejected rejected) {
              documents.reject(lease.job(), source, rejected);
            } else if (verdict instanceof Touched touched) {
              DocumentKey key = new DocumentKey(source, touched.path());
              documents
                  .find(document -> document.key.equals(key))
                  .forEach(document -> document.stamp = touched.stamp());
            }
          }
        });
  }

  @Override
  public void remove(JobLease lease, Collection<Long> documents) {
    Set<Long> gone = Set.copyOf(documents);
    changeUnderLease(
        lease,
        (rows, changes) ->
            changes
                .find(document -> gone.contains(document.id))
                .forEach(document -> changes.remove(document, lease.job())));
  }

  @Override
  public void abandon(JobLease lease) {
    changeUnderLease(
        lease,
        (rows, documents) -> {
          Predicate<Batch> own =
              batch -> batch.kb().equals(lease.kb()) && batch.job().equals(lease.job());
          long dropped =
              rows.batches.values().stream().filter(own).mapToLong(b -> b.items().size()).sum();
          rows.batches.values().removeIf(own);
          rows.addToChunks(lease.job(), new ChunkCounts(-dropped, 0, 0, 0), clock.instant());
          documents.find(document -> document.pending != null).forEach(documents::giveUpPending);
        });
  }

  @Override
  public int retireUnsealed(JobLease lease) {
    return underLease(
        lease,
        (rows, documents) -> {
          List<DocumentRow> unsealed =
              documents.find(
                  document -> document.pending != null && !document.toLedger(rows).pendingSealed());
          unsealed.forEach(documents::giveUpPending);
          return unsealed.size();
        });
  }

  @Override
  public int takeUpLetters(JobLease lease, SourceName source, int limit) {
    return underLease(
        lease,
        (rows, documents) -> {
          TakenUp taken = documents.takeUpLetters(lease.job(), source, limit);
          for (int from = 0; from < taken.items().size(); from += CHUNKS_A_BATCH) {
            int to = Math.min(taken.items().size(), from + CHUNKS_A_BATCH);
            rows.enqueue(lease.kb(), lease.job(), taken.items().subList(from, to));
          }
          rows.addToChunks(
              lease.job(), new ChunkCounts(taken.items().size(), 0, 0, 0), clock.instant());
          return taken.letters();
        });
  }

  @Override
  public void forgetContent(KnowledgeBaseId kb, Collection<Long> documents) {
    Set<Long> asked = Set.copyOf(documents);
    database.change(
        rows ->
            new DocumentChanges(rows, kb, clock.instant())
                .find(document -> asked.contains(document.id))
                .forEach(DocumentRow::forgetContent));
  }

  @Override
  public List<IndexSwitch> switches(KnowledgeBaseId kb, int limit) {
    return database.read(
        rows ->
            rows.switches.values().stream()
                .filter(told -> told.kb().equals(kb))
                .map(Switch::told)
                .limit(limit)
                .toList());
  }

  @Override
  public void forgetSwitches(KnowledgeBaseId kb, Collection<Long> sequences) {
    Set<Long> shown = Set.copyOf(sequences);
    database.write(
        rows ->
            rows.switches
                .values()
                .removeIf(told -> told.kb().equals(kb) && shown.contains(told.told().sequence())));
  }

  @Override
  public LedgerCounts count(KnowledgeBaseId kb, SourceName source, JobId job) {
    List<LedgerDocument> documents = ofSource(kb, source, document -> true, Integer.MAX_VALUE);
    long all = having(documents, Outcome.INDEXED);
    long now =
        documents.stream()
            .filter(document -> document.outcome() == Outcome.INDEXED)
            .filter(document -> document.outcomeJob().equals(job))
            .count();
    return new LedgerCounts(
        now,
        all - now,
        having(documents, Outcome.SKIPPED),
        having(documents, Outcome.FAILED),
        having(documents, Outcome.PENDING));
  }

  @Override
  public LedgerTotals totals(KnowledgeBaseId kb) {
    return database.read(
        rows -> {
          List<DocumentRow> documents =
              new DocumentChanges(rows, kb, clock.instant()).find(d -> true);
          return new LedgerTotals(
              documents.size(),
              documents.stream().filter(document -> document.liveChunks > 0).count(),
              documents.stream().mapToLong(document -> document.liveChunks).sum());
        });
  }

  private static long having(List<LedgerDocument> documents, Outcome outcome) {
    return documents.stream().filter(document -> document.outcome() == outcome).count();
  }

  private List<LedgerDocument> ofSource(
      KnowledgeBaseId kb, SourceName source, Predicate<DocumentRow> which, int limit) {
    return database.read(
        rows ->
            rows.documents.values().stream()
                .filter(document -> document.kb.equals(kb))
                .filter(document -> document.key.source().equals(source))
                .filter(which)
                .sorted(
                    Comparator.comparing(
                        (DocumentRow document) -> document.key.path(), DocumentKey.PATH_ORDER))
                .limit(limit)
                .map(document -> document.toLedger(rows))
                .toList());
  }

  static Set<Generation> among(
      Rows rows,
      KnowledgeBaseId kb,
      Collection<Generation> generations,
      Function<DocumentRow, @Nullable Generation> which) {
    Set<Generation> asked = new HashSet<>(generations);
    return rows.documents.values().stream()
        .filter(document -> document.kb.equals(kb))
        .map(which)
        .filter(asked::contains)
        .collect(Collectors.toSet());
  }

  private void changeUnderLease(JobLease lease, BiConsumer<Rows, DocumentChanges> work) {
    underLease(
        lease,
        (rows, documents) -> {
          work.accept(rows, documents);
          return 0;
        });
  }

  private <T> T underLease(JobLease lease, Work<T> work) {
    return database.write(
        rows -> {
          Leases.require(rows, lease);
          return work.in(rows, new DocumentChanges(rows, lease.kb(), clock.instant()));
        });
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T in(Rows rows, DocumentChanges documents);
  }
}
