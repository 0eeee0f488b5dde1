package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims batches of knowledge bases whose dependencies answer, has them processed and hands each
 * claim on to the checkpoint. Shared by all jobs; one thread each.
 */
final class ConsumerWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ConsumerWorker.class);

  private final ConsumerParts shared;
  private final WorkersConfig config;
  private final BooleanSupplier stopping;
  private final ClaimPace pace;

  ConsumerWorker(
      ConsumerParts shared, WorkersConfig config, Threads threads, BooleanSupplier stopping) {
    this.shared = shared;
    this.config = config;
    this.stopping = stopping;
    this.pace = new ClaimPace(config.batchSize(), threads::nanoTime);
  }

  @Override
  public void run() {
    Signal work = shared.running().work();
    while (!stopping.getAsBoolean()) {
      try {
        List<Claim> claims =
            shared
                .queue()
                .claim(
                    shared.circuits().admitted(),
                    config.batchSize(),
                    pace.next(),
                    shared.claims().lease());
        if (!claims.isEmpty()) {
          work(claims);
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

  /**
   * @param claims of one knowledge base, at least one
   */
  private void work(List<Claim> claims) {
    JobRuntime job = shared.running().find(claims.get(0).kb()).orElse(null);
    if (job == null || !job.beginClaims(claims.size())) {
      forEach(claims, claim -> shared.queue().release(claim.token()));
      shared.running().work().await(config.consumerPollInterval());
      return;
    }
    claims.forEach(claim -> shared.claims().hold(claim.token()));
    Correlation.during(job, () -> workOn(job, claims));
  }

  /**
   * Brings each claim to its end, whatever becomes of the others: the job waits for all of them.
   */
  private void workOn(JobRuntime job, List<Claim> claims) {
    forEach(
        claims,
        claim -> {
          if (job.stopping()) {
            release(job, claim);
          } else {
            workOn(job, claim);
          }
        });
  }

  /** Does something with each claim, and only then fails if that failed with any of them. */
  private static void forEach(List<Claim> claims, Consumer<Claim> what) {
    Throwable failure = null;
    for (Claim claim : claims) {
      try {
        what.accept(claim);
      } catch (RuntimeException | Error e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void workOn(JobRuntime job, Claim claim) {
    FinishedClaim finished;
    try {
      int chunks = claim.batches().stream().mapToInt(batch -> batch.items().size()).sum();
      finished = pace.timed(chunks, () -> shared.processor().process(job, claim));
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
    } catch (RuntimeException | Error e) {
      log.error("What a claim had staged cannot be discarded", e);
      job.fail(Errors.of(e));
    } finally {
      release(job, claim);
    }
  }

  private void release(JobRuntime job, Claim claim) {
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
