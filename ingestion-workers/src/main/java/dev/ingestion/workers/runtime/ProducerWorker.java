package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.DocumentVerdict.Touched;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.workers.pipeline.ChangeDetection;
import dev.ingestion.workers.pipeline.DocumentReader;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import dev.ingestion.workers.pipeline.GoneDocuments;
import dev.ingestion.workers.pipeline.SourceComparison;
import dev.ingestion.workers.pipeline.SourceComparison.Difference;
import dev.ingestion.workers.pipeline.TimedSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a source from its beginning to its end: what is unchanged is passed over, what is new or
 * changed is read, parsed, cut and enqueued, what is gone is removed in the end. Documents are read
 * on several threads, and all else happens on one, in the order of the listing. If the source
 * breaks off, it is listed again. Used by one thread.
 */
final class ProducerWorker {
  private static final Logger log = LoggerFactory.getLogger(ProducerWorker.class);

  private static final int LETTERS_A_STEP = 500;

  private final JobRuntime job;
  private final DocumentLedger ledger;
  private final Stager stager;
  private final ProducerPace pace;
  private final ChangeDetection detection;
  private final ListingCounts counts;
  private final SourcePatience patience;
  private final DocumentSource source;
  private final DocumentReader reader;
  private final Threads threads;

  ProducerWorker(
      JobRuntime job,
      DocumentLedger ledger,
      Stager stager,
      ProducerPace pace,
      ListingCounts counts,
      SourcePatience patience,
      Threads threads) {
    this.job = job;
    this.threads = threads;
    this.counts = counts;
    this.patience = patience;
    this.ledger = ledger;
    this.stager = stager;
    this.pace = pace;
    this.detection = new ChangeDetection(job.pipeline().fingerprint(), job.job());
    this.source = job.pipeline().sources().open(job.source());
    this.reader =
        new DocumentReader(
            job.pipeline(),
            job.kb(),
            job.source(),
            new TimedSource(source, job.metrics()),
            detection,
            job.metrics()::document);
  }

  /**
   * @return why the source was not dealt with to its end; null if it was
   */
  @Nullable JobError run() {
    takeUpLetters();
    while (!job.stopping()) {
      try {
        return readOnce();
      } catch (IngestionException e) {
        if (!isOfSource(e)) {
          throw e;
        }
        stager.flush();
        if (e.code() == ErrorCode.SOURCE_NOT_FOUND || !bears(e)) {
          log.warn("The source could not be listed to its end: {}", e.getMessage(), e);
          return Errors.of(e);
        }
        counts.restart();
      }
    }
    return null;
  }

  private @Nullable JobError readOnce() {
    GoneDocuments gone =
        new GoneDocuments(ledger.totals(job.kb()).documents(), job.allowMassDelete());
    try (SourceComparison comparison =
            new SourceComparison(
                InterruptibleListing.of(source, job.calls()),
                (after, limit) -> ledger.page(job.kb(), job.source().name(), after, limit));
        LookAhead ahead = new LookAhead(job, threads, this::readNow)) {
      walk(comparison, ahead, gone);
    }
    if (job.stopping()) {
      return null;
    }
    stager.flush();
    return remove(gone);
  }

  private void walk(SourceComparison comparison, LookAhead ahead, GoneDocuments gone) {
    Optional<Difference> next = next(comparison, ahead, gone);
    while (next.isPresent()) {
      ahead.add(next.get(), isToBeRead(next.get()));
      while (ahead.isDue() && !job.stopping()) {
        handleNext(ahead, gone);
      }
      pace.step(stager);
      next = next(comparison, ahead, gone);
    }
    handleAll(ahead, gone);
  }

  /** What was listed before a source breaks off is dealt with all the same. */
  private Optional<Difference> next(
      SourceComparison comparison, LookAhead ahead, GoneDocuments gone) {
    try {
      return job.stopping() ? Optional.empty() : comparison.next();
    } catch (IngestionException e) {
      if (isOfSource(e)) {
        try {
          handleAll(ahead, gone);
        } catch (RuntimeException another) {
          another.addSuppressed(e);
          throw another;
        }
      }
      throw e;
    }
  }

  private static boolean isOfSource(IngestionException e) {
    return e.code() == ErrorCode.SOURCE_NOT_FOUND || e.code() == ErrorCode.SOURCE_UNAVAILABLE;
  }

  private void handleAll(LookAhead ahead, GoneDocuments gone) {
    while (!ahead.isEmpty() && !job.stopping()) {
      handleNext(ahead, gone);
      pace.step(stager);
    }
  }

  private void handleNext(LookAhead ahead, GoneDocuments gone) {
    ahead.take(() -> pace.step(stager)).ifPresent(next -> handle(next, gone));
  }

  private boolean isToBeRead(Difference difference) {
    return difference instanceof Difference.Listed listed
        && !detection.unchanged(listed.known(), listed.entry().stamp());
  }

  /** A job that is to stop waits for nothing any more. */
  private boolean bears(IngestionException e) {
    return job.stopping() || patience.bears(e);
  }

  private void takeUpLetters() {
    int all = 0;
    int some;
    do {
      some = ledger.takeUpLetters(job.lease(), job.source().name(), LETTERS_A_STEP);
      all += some;
    } while (some == LETTERS_A_STEP && !job.stopping());
    if (all > 0) {
      log.info("{} dead letters are replayed", all);
    }
  }

  private @Nullable JobError remove(GoneDocuments gone) {
    JobError refusal = gone.refusal(counts.seen(), job.source().root());
    if (refusal != null) {
      log.warn("{}", refusal.message());
      return refusal;
    }
    gone.forEachStep(ids -> ledger.remove(job.lease(), ids));
    return null;
  }

  private void handle(LookAhead.Next next, GoneDocuments gone) {
    Difference difference = next.difference();
    if (difference instanceof Difference.Listed listed) {
      Reading reading = next.reading();
      document(listed, reading == null ? read(listed, next.away()) : reading);
    } else if (difference instanceof Difference.Refused refused) {
      var entry = refused.entry();
      refuse(entry.path(), refused.known(), entry.code(), entry.reason());
    } else if (difference instanceof Difference.Unlistable unlistable) {
      var entry = unlistable.entry();
      refuse(entry.path(), unlistable.known(), ErrorCode.DOCUMENT_UNREADABLE, entry.reason());
    } else if (difference instanceof Difference.Gone lost) {
      gone.add(lost.known().id());
    } else if (difference instanceof Difference.Unknown unknown) {
      unknown(unknown);
    }
  }

  /** What nobody can read now stays as it is, unless its content still had to be read. */
  private void unknown(Difference.Unknown unknown) {
    LedgerDocument known = unknown.known();
    if (known.outcome() == LedgerDocument.Outcome.PENDING && !known.pendingSealed()) {
      refuse(known.key().path(), known, ErrorCode.DOCUMENT_UNREADABLE, unknown.subtree().reason());
    } else {
      counts.unlisted();
    }
  }

  private void refuse(String path, @Nullable LedgerDocument known, ErrorCode code, String reason) {
    counts.unusable(code);
    if (!detection.sameRefusal(known, code, reason)) {
      stager.add(new Rejected(path, null, null, detection.fingerprint(), code, reason));
    }
  }

  private void document(Difference.Listed listed, Reading reading) {
    if (reading instanceof Reading.Unchanged unchanged) {
      counts.kept(unchanged.known());
    } else if (reading instanceof Reading.SameContent same) {
      stager.add(new Touched(listed.entry().path(), same.stamp()));
      counts.kept(same.known());
    } else if (reading instanceof Reading.Changed changed) {
      stager.add(changed.key(), changed.document(), changed.contentHash(), changed.stamp());
      counts.enqueued();
    } else if (reading instanceof Reading.Unusable bad) {
      log.info("{} {}: {}", bad.path(), bad.code(), bad.reason());
      counts.unusable(bad.code());
      stager.add(
          new Rejected(
              bad.path(),
              bad.stamp(),
              bad.contentHash(),
              detection.fingerprint(),
              bad.code(),
              bad.reason(),
              bad.stack()));
    }
    patience.reached(listed.entry().path());
  }

  /**
   * A document whose source is away is read as soon as that is back.
   *
   * @param away null if it was not asked yet
   */
  private Reading read(Difference.Listed listed, @Nullable IngestionException away) {
    LedgerDocument known = listed.known();
    if (known != null && !isToBeRead(listed)) {
      return new Reading.Unchanged(known);
    }
    IngestionException met = away;
    while (true) {
      if (met != null) {
        stager.flush(); // what was read before need not wait
        if (!patience.bears(met)) {
          throw met;
        }
      }
      try {
        return readNow(listed);
      } catch (IngestionException e) {
        if (e.code() != ErrorCode.SOURCE_UNAVAILABLE || job.stopping()) {
          throw e;
        }
        met = e;
      }
    }
  }

  /** Called by several threads at once. */
  private Reading readNow(Difference.Listed listed) {
    Reading reading = job.calls().call(() -> reader.read(listed));
    job.calls().requireUninterrupted();
    return reading;
  }
}
