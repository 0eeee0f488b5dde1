package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job from its (re)start to its rest: read the source, let the consumers drain the queue, bring
 * the index to rest, hold the listing's count against the ledger's, and only then say what became
 * of it. A job that is merely stopped says nothing: it is continued from where it stands.
 */
final class JobRun implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(JobRun.class);

  private final JobRuntime job;
  private final Producing producing;
  private final DocumentLedger ledger;
  private final KnowledgeBaseRepository knowledgeBases;
  private final CheckpointWorker checkpoints;
  private final StateKeeper states;
  private final RunningJobs running;

  JobRun(
      JobRuntime job,
      Producing producing,
      DocumentLedger ledger,
      KnowledgeBaseRepository knowledgeBases,
      CheckpointWorker checkpoints,
      StateKeeper states,
      RunningJobs running) {
    this.job = job;
    this.producing = producing;
    this.ledger = ledger;
    this.knowledgeBases = knowledgeBases;
    this.checkpoints = checkpoints;
    this.states = states;
    this.running = running;
  }

  /** The producer's parts of one run. */
  record Producing(ProducerWorker worker, ProducerPace pace, ListingCounts counts) {}

  @Override
  public void run() {
    try {
      Correlation.during(job, this::runToRest);
    } finally {
      running.remove(job);
      job.ended();
    }
  }

  private void runToRest() {
    try {
      work();
    } catch (RuntimeException e) {
      log.error("The job stops: {}", e.getMessage(), e);
      job.fail(Errors.of(e));
    }
    job.awaitClaims();
    sayFailure();
  }

  private void work() {
    int unsealed = ledger.retireUnsealed(job.lease());
    if (unsealed > 0) {
      log.info("{} documents were cut off while being enqueued and are read again", unsealed);
    }
    JobError unfinished = producing.worker().run();
    producing.pace().drain();
    if (!job.stopping()) {
      checkpoints.settle(job);
      conclude(unfinished);
    }
  }

  private void conclude(@Nullable JobError unfinished) {
    LedgerCounts found = ledger.count(job.kb(), job.source().name(), job.job());
    DocumentCounts counts =
        new DocumentCounts(
            producing.counts().seen() + producing.counts().unlistedSoFar(),
            found.indexed(),
            found.unchanged(),
            found.skipped(),
            found.failed(),
            0);
    states.settle(job.lease(), counts);
    if (unfinished != null) {
      job.fail(unfinished);
      return;
    }
    if (!counts.balanced() || found.pending() > 0) {
      job.fail(
          new JobError(
              ErrorCode.INTERNAL_ERROR,
              "The listing met %d documents and the ledger accounts for %s: this is a defect; run the same command again"
                  .formatted(counts.seen(), found)));
      return;
    }
    knowledgeBases.finishRebuild(job.kb());
    if (everySourceIsRead()) {
      job.pipeline().index().retain(job.kb(), Set.of(job.ref().indexId()));
    }
    states.become(job.job(), JobStatus.COMPLETED, null);
  }

  /** Until then an earlier index may still have vectors that another source needs. */
  private boolean everySourceIsRead() {
    return knowledgeBases.sources(job.kb()).stream()
        .map(source -> ledger.count(job.kb(), source.name(), job.job()))
        .allMatch(counts -> counts.pending() == 0 && counts.total() > 0);
  }

  private void sayFailure() {
    JobError failure = job.failure();
    if (failure == null) {
      return;
    }
    try {
      states.become(job.job(), JobStatus.FAILED, failure);
    } catch (RuntimeException e) {
      log.error("That the job failed ({}) could not be stored; it can be continued", failure, e);
    }
  }
}
