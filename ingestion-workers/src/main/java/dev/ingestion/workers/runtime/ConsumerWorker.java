package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims batches of knowledge bases whose dependencies answer, has them processed and hands the
 * claim on to the checkpoint. Shared by all jobs; one thread each.
 */
final class ConsumerWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ConsumerWorker.class);

  private final ConsumerParts shared;
  private final WorkersConfig config;
  private final BooleanSupplier stopping;

  ConsumerWorker(ConsumerParts shared, WorkersConfig config, BooleanSupplier stopping) {
    this.shared = shared;
    this.config = config;
    this.stopping = stopping;
  }

  @Override
  public void run() {
    Signal work = shared.running().work();
    while (!stopping.getAsBoolean()) {
      try {
        Optional<Claim> claim =
            shared
                .queue()
                .claim(shared.circuits().admitted(), config.batchSize(), shared.claims().lease());
        if (claim.isPresent()) {
          work(claim.get());
        } else {
          shared.checkpoints().nothingToClaim();
          work.await(config.consumerPollInterval());
        }
      } catch (RuntimeException | Error e) {
        failed(e);
        work.await(Duration.ofSeconds(1));
      }
    }
  }

  /** What may pass by itself costs no job; whoever else needs the database hears of it too. */
  private void failed(Throwable e) {
    if (e instanceof IngestionException known && known.category() == ErrorCategory.TRANSIENT) {
      log.warn("No work can be claimed; that is tried again: {}", e.getMessage(), e);
    } else {
      log.error("No work can be claimed", e);
      shared.running().failAll(Errors.of(e));
    }
  }

  private void work(Claim claim) {
    JobRuntime job = shared.running().find(claim.kb()).orElse(null);
    if (job == null || !job.beginClaim()) {
      shared.queue().release(claim.token());
      shared.running().work().await(config.consumerPollInterval());
      return;
    }
    shared.claims().hold(claim.token());
    Correlation.during(job, () -> workOn(job, claim));
  }

  private void workOn(JobRuntime job, Claim claim) {
    FinishedClaim finished;
    try {
      finished = shared.processor().process(job, claim);
    } catch (InterruptedCallException e) {
      log.info("A call of the model was interrupted, and its claim is given back");
      giveBack(job, claim);
      return;
    } catch (RuntimeException | Error e) {
      log.warn("A claim is given back", e);
      job.fail(Errors.of(e));
      giveBack(job, claim);
      return;
    }
    shared.checkpoints().submit(job, finished);
  }

  private void giveBack(JobRuntime job, Claim claim) {
    try {
      job.pipeline().index().discard(job.ref(), claim.token());
    } catch (RuntimeException e) {
      log.error("What a claim had staged cannot be discarded", e);
      job.fail(Errors.of(e));
    }
    try {
      shared.claims().release(claim.token());
    } finally {
      job.claimsEnded(1);
    }
  }

  /**
   * A claim whose work is done, but not durable yet.
   *
   * @param ticket null if nothing was upserted
   */
  record FinishedClaim(ClaimResult result, @Nullable IndexTicket ticket) {}
}
