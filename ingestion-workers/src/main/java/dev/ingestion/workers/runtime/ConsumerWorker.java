package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
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
      shared.claims().release(tokens(claims));
      shared.running().work().await(config.consumerPollInterval());
      return;
    }
    job.metrics().claimed(claims.size());
    claims.forEach(claim -> shared.claims().hold(claim.token()));
    Correlation.during(job, () -> workOn(job, claims));
  }

  /**
   * Brings each claim to its end, whatever becomes of the others: the job waits for all of them.
   * Those that would take longer than was thought when they were taken are given back, and so are
   * all that are left once something went wrong that is nobody's to deal with.
   */
  private void workOn(JobRuntime job, List<Claim> claims) {
    Deque<Claim> left = new ArrayDeque<>(claims);
    Throwable failure = null;
    while (!left.isEmpty()) {
      try {
        int most = failure == null ? mostOf(job) : 0;
        if (left.size() > most) {
          release(job, lastOf(left, left.size() - most));
        } else {
          workOn(job, left.removeFirst());
        }
      } catch (RuntimeException | Error e) {
        if (failure == null) {
          failure = e;
        } else if (failure != e) {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      job.fail(Errors.of(failure));
      Errors.log(log, "What went wrong with a claim could not be dealt with", failure);
    }
  }

  private static List<Claim> lastOf(Deque<Claim> left, int number) {
    List<Claim> last = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      last.add(left.removeLast());
    }
    return last;
  }

  /** How many claims of a job may be held now. */
  private int mostOf(JobRuntime job) {
    boolean canWork = !job.stopping() && shared.circuits().of(job.pipeline().model()).isClosed();
    return canWork ? pace.next() : 0;
  }

  private void workOn(JobRuntime job, Claim claim) {
    boolean submitted = false;
    try {
      int chunks = claim.batches().stream().mapToInt(batch -> batch.items().size()).sum();
      FinishedClaim finished = pace.timed(chunks, () -> shared.processor().process(job, claim));
      shared.checkpoints().submit(job, finished);
      submitted = true;
    } catch (InterruptedCallException e) {
      log.info("A call of the model was interrupted, and its claim is given back");
    } catch (RuntimeException | Error e) {
      job.fail(Errors.of(e));
      Errors.log(log, "A claim is given back", e);
    } finally {
      if (!submitted) {
        giveBack(job, claim);
      }
    }
  }

  private void giveBack(JobRuntime job, Claim claim) {
    try {
      job.pipeline().index().discard(job.ref(), claim.token());
    } catch (RuntimeException | Error e) {
      job.fail(Errors.of(e));
      Errors.log(log, "What a claim had staged cannot be discarded", e);
    } finally {
      release(job, List.of(claim));
    }
  }

  private void release(JobRuntime job, List<Claim> claims) {
    try {
      job.metrics().gaveBack(claims.size());
      shared.claims().release(tokens(claims));
    } finally {
      job.claimsEnded(claims.size());
    }
  }

  private static List<ClaimToken> tokens(List<Claim> claims) {
    return claims.stream().map(Claim::token).toList();
  }

  /**
   * A claim whose work is done, but not durable yet.
   *
   * @param ticket null if nothing was upserted
   */
  record FinishedClaim(ClaimResult result, @Nullable IndexTicket ticket) {}
}
