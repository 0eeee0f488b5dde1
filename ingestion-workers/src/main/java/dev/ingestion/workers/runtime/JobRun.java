package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job from its (re)start to its rest: open its index, read the source, let the consumers drain
 * the queue, bring the index to rest, hold the listing's count against the ledger's, and only then
 * say what became of it. A job that is merely stopped says nothing: it is continued from where it
 * stands, and so is one whose storage fails for a reason that may pass.
 */
final class JobRun implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(JobRun.class);

  private final JobRuntime job;
  private final Function<JobRuntime, Producing> opening;
  private final Stores stores;
  private final CheckpointWorker checkpoints;
  private final StateKeeper states;
  private final JobEnding ending;
  private @Nullable JobError unfinished;
  private boolean left;
  private @Nullable JobError unsaid;
  private boolean retried;

  /**
   * @param opening opens the job's index and takes its lease
   */
  JobRun(
      JobRuntime job,
      Function<JobRuntime, Producing> opening,
      Stores stores,
      CheckpointWorker checkpoints,
      StateKeeper states,
      JobEnding ending) {
    this.job = job;
    this.opening = opening;
    this.stores = stores;
    this.checkpoints = checkpoints;
    this.states = states;
    this.ending = ending;
  }

  /** The producer's parts of one run. */
  record Producing(ProducerWorker worker, ProducerPace pace, ListingCounts counts) {}

  @Override
  public void run() {
    Correlation.during(job, this::runToRest);
  }

  private void runToRest() {
    boolean accounted = false;
    try {
      accounted = work();
    } catch (InterruptedCallException e) {
      log.info("A call that kept the job from stopping was interrupted", e);
    } catch (RuntimeException | Error e) {
      Errors.log(log, "The job stops", e);
      job.fail(Errors.of(e));
    }
    checkpoints.comesToRest();
    job.awaitClaims();
    end(accounted);
  }

  /**
   * @return whether all its work is done and accounted for
   */
  private boolean work() {
    Producing producing = opening.apply(job);
    int unsealed = stores.ledger().retireUnsealed(job.lease());
    if (unsealed > 0) {
      log.info("{} documents were cut off while being enqueued and are read again", unsealed);
    }
    unfinished = producing.worker().run();
    producing.pace().drain();
    if (job.stopping()) {
      return false;
    }
    checkpoints.settle(job);
    return account(producing.counts());
  }

  private boolean account(ListingCounts listed) {
    DocumentLedger ledger = stores.ledger();
    LedgerCounts found = ledger.count(job.kb(), job.source().name(), job.job());
    DocumentCounts counts =
        new DocumentCounts(
            listed.seen() + listed.unlistedSoFar(),
            found.indexed(),
            found.unchanged(),
            found.skipped(),
            found.failed(),
            0);
    states.settle(job.lease(), counts);
    if (unfinished != null) {
      job.fail(unfinished);
      return false;
    }
    if (!counts.balanced() || found.pending() > 0) {
      job.fail(
          new JobError(
              ErrorCode.INTERNAL_ERROR,
              "The listing met %d documents and the ledger accounts for %s: this is a defect; start the job again"
                  .formatted(counts.seen(), found)));
      return false;
    }
    stores.knowledgeBases().markRead(job.kb(), job.source().name());
    if (everySourceIsRead()) {
      stores.knowledgeBases().finishRebuild(job.kb());
      job.pipeline().index().retain(job.kb(), Set.of(job.ref().indexId()));
    }
    return true;
  }

  /**
   * Until then an earlier index finds what this one lacks, and has vectors that another source
   * needs.
   */
  private boolean everySourceIsRead() {
    SourceName own = job.source().name(); // of which nothing is pending, as was just counted
    KnowledgeBaseRepository knowledgeBases = stores.knowledgeBases();
    return knowledgeBases.unreadSources(job.kb()).isEmpty()
        && knowledgeBases.sources(job.kb()).stream()
            .filter(source -> !source.name().equals(own))
            .map(source -> stores.ledger().count(job.kb(), source.name(), job.job()))
            .allMatch(counts -> counts.pending() == 0);
  }

  /** Whether it is stored what became of the job; if not, somebody has to ask for it again. */
  boolean isLeft() {
    return left;
  }

  /** Why it could not be stored what became of the job; null if it was, or was not ours to say. */
  @Nullable JobError unsaid() {
    return unsaid;
  }

  /** Whether it is to be run again after a while, unless something else was asked of it. */
  boolean isRetried() {
    return retried;
  }

  private void end(boolean accounted) {
    JobError failure = job.failure();
    // the source was tried again already, as often as it may be
    retried = failure != null && !failure.equals(unfinished) && ending.retry(job, failure);
    try {
      left = decide(retried ? null : failure, accounted);
      retried &= left;
    } catch (RuntimeException | Error e) {
      Errors.log(log, "What became of the job could not be stored; it can be continued", e);
      unsaid = Errors.of(e);
    }
  }

  private boolean decide(@Nullable JobError failure, boolean accounted) {
    return job.isOpen()
        ? ending.decide(job.lease(), job.switches(), failure, accounted)
        : ending.decide(stores.jobs().lease(job.job()), null, failure, false);
  }
}
