package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Walks the ledger's live documents and asks the index for each. */
final class DefaultVerificationService implements VerificationService {
  private final KnownBases known;
  private final KnowledgeBaseIndexes indexes;
  private final DocumentLedger ledger;
  private final JobRepository jobs;
  private final JobDispatcher dispatcher;

  @Inject
  DefaultVerificationService(
      KnownBases known,
      KnowledgeBaseIndexes indexes,
      DocumentLedger ledger,
      JobRepository jobs,
      JobDispatcher dispatcher) {
    this.known = known;
    this.indexes = indexes;
    this.ledger = ledger;
    this.jobs = jobs;
    this.dispatcher = dispatcher;
  }

  @Override
  public Report verify(KnowledgeBaseId id) {
    KnowledgeBase kb = known.require(id);
    Optional<JobError> loss = known.loss(id);
    if (loss.isPresent()) {
      return new Verification(ledger, id).report(loss.get().message());
    }
    Optional<Job> before = jobs.latest(id);
    boolean busy = dispatcher.isBusy(id);
    Report report = compare(id, kb);
    if (!report.clean() && (busy || !jobs.latest(id).equals(before))) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "A job works on knowledge base '%s', and what it had not committed yet cannot be told from damage; verify again when it has ended"
              .formatted(id));
    }
    return report;
  }

  private Report compare(KnowledgeBaseId id, KnowledgeBase kb) {
    Verification verification = new Verification(ledger, id);
    try (IndexSnapshot disk = indexes.onDisk(known.pipeline(id).index(), kb)) {
      verification.forEachLive(document -> verification.check(document, disk));
      disk.forEach(verification::visit);
      return verification.report();
    } catch (IngestionException e) {
      if (!unreadable(e)) {
        throw e;
      }
      return missAll(id, e);
    }
  }

  /** Whether this says that the index cannot be read at all. */
  static boolean unreadable(IngestionException e) {
    return e.code() == ErrorCode.INDEX_NOT_READY || e.code() == ErrorCode.INDEX_DAMAGED;
  }

  /** What is missing if the index cannot be read at all. */
  Report missAll(KnowledgeBaseId id, IngestionException why) {
    Verification verification = new Verification(ledger, id);
    verification.forEachLive(verification::missAll);
    return verification.report("The index cannot be read: " + why.getMessage());
  }

  @Override
  public void export(KnowledgeBaseId id, Consumer<ExportedChunk> sink) {
    KnowledgeBase kb = known.require(id);
    try (IndexSnapshot snapshot = indexes.forLedger(known.pipeline(id).index(), kb)) {
      new Verification(ledger, id)
          .forEachLive(
              document ->
                  snapshot.ofGeneration(live(document).number()).stream()
                      .sorted(Comparator.comparingInt(IndexedChunk::ordinal))
                      .forEach(chunk -> sink.accept(exported(document, chunk))));
    }
  }

  static Generation live(LedgerDocument document) {
    return Objects.requireNonNull(document.live(), "a live document has a live generation");
  }

  private static ExportedChunk exported(LedgerDocument document, IndexedChunk chunk) {
    return new ExportedChunk(
        document.key().source().value(),
        document.key().path(),
        Objects.requireNonNull(document.liveRevision()).hex(),
        chunk.chunkId(),
        chunk.ordinal(),
        chunk.text());
  }
}
