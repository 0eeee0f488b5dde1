package dev.ingestion.workers.runtime;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.Revision;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentVerdict;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.StagedWork.Opened;
import dev.ingestion.ports.out.StagedWork.Sealed;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.workers.pipeline.PreparedDocument;
import dev.ingestion.workers.pipeline.PreparedDocument.PreparedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the producer finds to the ledger in steps worth a commit. The chunks of prepared
 * documents are packed into batches: small documents together, a large one in several steps.
 * Verdicts on documents that are not to be indexed are collected. Used by one thread.
 */
final class Stager {
  /** Worth a commit, and little enough to keep in memory, however large a batch is. */
  private static final int CHUNKS_A_STEP = 800;

  /**
   * What is staged first is one document, or this much of it: what a job has just begun to do is
   * soon to be found.
   */
  private static final int FIRST_CHUNKS = 10;

  private static final int NUMBERS_A_RESERVATION = 1_000;
  private static final int VERDICTS_A_STEP = 256;

  private final DocumentLedger ledger;
  private final JobRuntime job;
  private final int batchSize;
  private final Runnable staged;

  private final List<Opened> opened = new ArrayList<>();
  private final List<NewBatch> batches = new ArrayList<>();
  private final List<Sealed> sealed = new ArrayList<>();
  private final List<DocumentVerdict> verdicts = new ArrayList<>();
  private List<WorkItem> items = new ArrayList<>();
  private boolean begun;
  private long nextNumber;
  private long numbersEnd;

  /**
   * @param staged called after each step, with what was staged durable and visible to consumers
   */
  Stager(DocumentLedger ledger, JobRuntime job, int batchSize, Runnable staged) {
    this.ledger = ledger;
    this.job = job;
    this.batchSize = batchSize;
    this.staged = staged;
  }

  /**
   * @param stamp null if it is not to be trusted
   */
  void add(DocumentKey key, PreparedDocument document, String contentHash, @Nullable String stamp) {
    Generation generation = nextGeneration();
    opened.add(
        new Opened(
            generation,
            key.path(),
            Revision.of(contentHash, job.pipeline().fingerprint()),
            job.pipeline().fingerprint(),
            contentHash,
            stamp,
            document.parsed().title(),
            document.parsed().mediaType()));
    for (PreparedChunk chunk : document.chunks()) {
      items.add(
          new WorkItem(generation, key, document.parsed().title(), chunk.id(), chunk.chunk()));
      if (items.size() == (begun ? batchSize : Math.min(batchSize, FIRST_CHUNKS))) {
        closeBatch();
        if (!begun || batches.size() * batchSize >= CHUNKS_A_STEP) {
          stage();
        }
      }
    }
    sealed.add(new Sealed(generation, document.chunkIds()));
    if (!begun && !items.isEmpty()) {
      closeBatch();
      stage();
    }
  }

  void add(DocumentVerdict verdict) {
    verdicts.add(verdict);
    if (verdicts.size() == VERDICTS_A_STEP) {
      record();
    }
  }

  /** Writes what was added, also what does not fill a batch. */
  void flush() {
    record();
    if (!items.isEmpty()) {
      closeBatch();
    }
    stage();
  }

  boolean isEmpty() {
    return nothingToStage() && items.isEmpty() && verdicts.isEmpty();
  }

  private boolean nothingToStage() {
    return opened.isEmpty() && batches.isEmpty() && sealed.isEmpty();
  }

  private void record() {
    if (!verdicts.isEmpty()) {
      ledger.record(job.lease(), job.source().name(), verdicts);
      job.metrics().recorded(verdicts);
      verdicts.clear();
    }
  }

  private void closeBatch() {
    batches.add(new NewBatch(items));
    items = new ArrayList<>();
  }

  private void stage() {
    if (nothingToStage()) {
      return;
    }
    ledger.stage(job.lease(), job.source().name(), new StagedWork(opened, batches, sealed));
    begun = true;
    opened.clear();
    batches.clear();
    sealed.clear();
    staged.run();
  }

  private Generation nextGeneration() {
    if (nextNumber == numbersEnd) {
      nextNumber = ledger.reserveGenerations(NUMBERS_A_RESERVATION);
      numbersEnd = nextNumber + NUMBERS_A_RESERVATION;
    }
    return new Generation(nextNumber++);
  }
}
