package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.workers.pipeline.Pipeline;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens indexes so that they agree with their ledger. An index that is missing, foreign, older than
 * its ledger or damaged is started over before anything is ingested; what lies beside the new one
 * then serves as a cache of vectors. Thread-safe.
 */
public final class KnowledgeBaseIndexes {
  private static final Logger log = LoggerFactory.getLogger(KnowledgeBaseIndexes.class);

  private final KnowledgeBaseRepository knowledgeBases;
  private final DocumentLedger ledger;
  private final RunningJobs running;
  private final Threads threads;
  private final Map<KnowledgeBaseId, Lock> locks = new ConcurrentHashMap<>();
  private final Map<IndexRef, SwitchApplier> opened = new ConcurrentHashMap<>();

  /** Of which that was told, for a search may come many times a second. */
  private final Set<KnowledgeBaseId> searchedAsCommitted = ConcurrentHashMap.newKeySet();

  @Inject
  KnowledgeBaseIndexes(
      KnowledgeBaseRepository knowledgeBases,
      DocumentLedger ledger,
      RunningJobs running,
      Threads threads) {
    this.knowledgeBases = knowledgeBases;
    this.ledger = ledger;
    this.running = running;
    this.threads = threads;
  }

  /**
   * Opens the index that a job writes to; afterwards it shows all that the ledger has decided.
   *
   * @throws IngestionException JOB_ACTIVE if the knowledge base is held against jobs
   */
  public SwitchApplier openForJob(Pipeline pipeline, KnowledgeBaseId id) {
    return Locks.holding(lock(id), () -> openOrRebuild(pipeline, id));
  }

  private SwitchApplier openOrRebuild(Pipeline pipeline, KnowledgeBaseId id) {
    running.requireNotHeld(id);
    KnowledgeBase kb = knowledgeBases.findOrCreate(id, pipeline.model().space());
    if (!kb.space().equals(pipeline.model().space())) {
      log.info("Building a second index of {} for another embedding model", id);
      kb = knowledgeBases.beginRebuild(id, pipeline.model().space(), true);
    }
    try {
      closeUnlessSound(pipeline.index(), kb.building());
      return open(pipeline.index(), kb);
    } catch (IngestionException e) {
      if (e.code() != ErrorCode.INDEX_NOT_READY && e.code() != ErrorCode.INDEX_DAMAGED) {
        throw e;
      }
      log.warn("The index of {} is built anew: {}", id, e.getMessage());
      return open(pipeline.index(), startOver(pipeline, kb));
    }
  }

  /**
   * Gives a knowledge base a new, empty index: its ledger forgets all contents, and its documents
   * are searchable again as jobs read them. What is left of the old index serves as a cache of
   * vectors.
   *
   * @param kb as it is stored now
   */
  public KnowledgeBase startOver(Pipeline pipeline, KnowledgeBase kb) {
    return Locks.holding(
        lock(kb.id()),
        () -> {
          close(pipeline.index(), kb.building());
          boolean another = !kb.building().equals(kb.serving());
          return knowledgeBases.beginRebuild(kb.id(), pipeline.model().space(), another);
        });
  }

  /**
   * Opens the index that the ledger describes, to be mended. No job may run on the knowledge base.
   *
   * @throws IngestionException INDEX_NOT_READY if it has to be built again instead
   */
  public SwitchApplier openForRepair(ChunkIndex index, KnowledgeBase kb) {
    return Locks.holding(lock(kb.id()), () -> open(index, kb));
  }

  /**
   * A writer that could not write has ended and stays ended, and with it went what it had shown and
   * not committed. Nobody works on the index when a job begins, so it can be closed without harm.
   */
  private void closeUnlessSound(ChunkIndex index, IndexRef ref) {
    SwitchApplier open = opened.get(ref);
    if (open == null) {
      return;
    }
    try {
      open.settle();
    } catch (IngestionException e) {
      log.warn("The index of {} is opened again: {}", ref.kb(), e.getMessage());
      close(index, ref);
    }
  }

  /**
   * A view of what search may return. While an index cannot be written, it is what was committed
   * last: to read takes no writing.
   *
   * @throws IngestionException INDEX_NOT_READY if the index has to be built again first
   */
  public IndexSnapshot forSearch(ChunkIndex index, KnowledgeBase kb) {
    if (!kb.serving().equals(kb.building())) {
      return index.inspect(kb.serving());
    }
    try {
      IndexSnapshot snapshot = forLedger(index, kb);
      searchedAsCommitted.remove(kb.id());
      return snapshot;
    } catch (IngestionException e) {
      if (e.code() != ErrorCode.STORAGE_UNAVAILABLE) {
        throw e;
      }
      if (searchedAsCommitted.add(kb.id())) {
        log.info("The index of {} is searched as it was committed: {}", kb.id(), e.getMessage());
      }
      return index.inspect(kb.serving());
    }
  }

  /**
   * A view of what the ledger describes, which is what search returns unless a second index is
   * being built.
   *
   * @throws IngestionException INDEX_NOT_READY if the index has to be built again first
   */
  public IndexSnapshot forLedger(ChunkIndex index, KnowledgeBase kb) {
    return Locks.holding(
        lock(kb.id()),
        () -> {
          KnowledgeBase now = asItIs(kb);
          open(index, now);
          return index.snapshot(now.building());
        });
  }

  /**
   * The same as it is on disk, read afresh.
   *
   * @throws IngestionException INDEX_NOT_READY if the index has to be built again first
   */
  public IndexSnapshot onDisk(ChunkIndex index, KnowledgeBase kb) {
    return Locks.holding(
        lock(kb.id()),
        () -> {
          KnowledgeBase now = asItIs(kb);
          open(index, now);
          return index.inspect(now.building());
        });
  }

  /**
   * Has the index of a knowledge base, if it is open, show what the ledger has decided. To be
   * called only while no job works on it.
   */
  void settle(KnowledgeBase kb) {
    Locks.holding(
        lock(kb.id()),
        () -> {
          SwitchApplier open = opened.get(kb.building());
          if (open != null) {
            open.settle();
          }
        });
  }

  /** Closes an index, so that the next who opens it finds out what really is on disk. */
  public void close(ChunkIndex index, IndexRef ref) {
    Locks.holding(
        lock(ref.kb()),
        () -> {
          opened.remove(ref);
          index.close(ref);
        });
  }

  /**
   * Deletes the indexes of a knowledge base that is being deleted: who comes later finds neither.
   */
  public void delete(ChunkIndex index, KnowledgeBaseId kb) {
    Locks.holding(
        lock(kb),
        () -> {
          opened.keySet().removeIf(ref -> ref.kb().equals(kb));
          searchedAsCommitted.remove(kb);
          index.delete(kb);
        });
  }

  /** Whoever replaces or deletes an index holds the lock, so what is open is what is meant. */
  private KnowledgeBase asItIs(KnowledgeBase seen) {
    if (opened.containsKey(seen.building())) {
      return seen;
    }
    return knowledgeBases
        .find(seen.id())
        .filter(now -> !now.deleting())
        .orElseThrow(() -> new UnknownKnowledgeBaseException(seen.id()));
  }

  /** One for each knowledge base: to open an index takes long, and others need not wait for it. */
  private Lock lock(KnowledgeBaseId kb) {
    return locks.computeIfAbsent(kb, id -> threads.lock());
  }

  private SwitchApplier open(ChunkIndex index, KnowledgeBase kb) {
    SwitchApplier open = opened.get(kb.building());
    if (open != null) {
      return open;
    }
    Condition condition = index.open(kb.building(), kb.indexCheckpoint());
    if (condition != Condition.READY) {
      throw new IngestionException(
          ErrorCode.INDEX_NOT_READY,
          "The index of knowledge base '%s' %s; a repair or the next ingest builds it again from its sources"
              .formatted(kb.id(), describe(condition)));
    }
    SwitchApplier switches = new SwitchApplier(index, kb.building(), ledger);
    switches.settle();
    opened.put(kb.building(), switches);
    return switches;
  }

  /** Why an index cannot be used, as the end of a sentence about it. */
  public static String describe(Condition condition) {
    return switch (condition) {
      case READY -> "is ready";
      case MISSING -> "is missing";
      case FOREIGN -> "belongs to another knowledge base or database";
      case STALE -> "is older than its ledger";
      case DAMAGED -> "is damaged";
    };
  }
}
