package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.ConsumerWorker.FinishedClaim;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that makes work durable, in the one order that loses nothing: flush the index,
 * then acknowledge, then show what the ledger decided. Claims that finish while it is busy share
 * the next commit.
 */
public final class CheckpointWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(CheckpointWorker.class);

  /** Finished claims that may wait for a commit before consumers have to. */
  private static final int MOST_WAITING = 64;

  private final Checkpoints checkpoints;
  private final ClaimKeeper claims;
  private final long intervalNanos;
  private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_WAITING);

  @Inject
  CheckpointWorker(Checkpoints checkpoints, ClaimKeeper claims, WorkersConfig config) {
    this.checkpoints = checkpoints;
    this.claims = claims;
    this.intervalNanos = config.checkpointInterval().toNanos();
  }

  private sealed interface Request {
    record Finished(JobRuntime job, FinishedClaim claim) implements Request {}

    record Settle(JobRuntime job, CompletableFuture<Void> done) implements Request {}

    record Stop() implements Request {}
  }

  /** Hands a finished claim over. Waits while too many are waiting already. */
  void submit(JobRuntime job, FinishedClaim claim) {
    room.acquireUninterruptibly();
    requests.add(new Request.Finished(job, claim));
  }

  /**
   * Brings the index of a job to rest: everything shown, durable and swept.
   *
   * @throws IngestionException if the index cannot be written
   */
  void settle(JobRuntime job) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    requests.add(new Request.Settle(job, done));
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Ends the thread when everything submitted before is durable. */
  void stop() {
    requests.add(new Request.Stop());
  }

  @Override
  public void run() {
    boolean stopped = false;
    while (!stopped) {
      List<Request> collected = collect();
      Map<JobRuntime, List<FinishedClaim>> finished = new LinkedHashMap<>();
      for (Request request : collected) {
        if (request instanceof Request.Finished one) {
          finished.computeIfAbsent(one.job(), job -> new ArrayList<>()).add(one.claim());
        }
      }
      finished.forEach((job, done) -> Correlation.during(job, () -> checkpoint(job, done)));
      for (Request request : collected) {
        if (request instanceof Request.Settle settle) {
          Correlation.during(settle.job(), () -> settle(settle));
        } else if (request instanceof Request.Stop) {
          stopped = true;
        }
      }
    }
  }

  /** Waits for a request, then for more of them as long as only finished claims come. */
  private List<Request> collect() {
    List<Request> collected = new ArrayList<>();
    try {
      collected.add(requests.take());
      long deadline = System.nanoTime() + intervalNanos;
      Request next = collected.get(0);
      while (next instanceof Request.Finished && collected.size() < MOST_WAITING) {
        next = requests.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          break;
        }
        collected.add(next);
      }
      requests.drainTo(collected);
    } catch (InterruptedException e) {
      // nobody interrupts this thread: an interrupt could close the index and the database
      throw new IllegalStateException("The checkpoint thread was interrupted", e);
    }
    return collected;
  }

  private void checkpoint(JobRuntime job, List<FinishedClaim> finished) {
    try {
      List<IndexTicket> tickets =
          finished.stream().map(FinishedClaim::ticket).filter(Objects::nonNull).toList();
      long checkpoint = job.switches().flush(tickets);
      List<ClaimResult> results = finished.stream().map(FinishedClaim::result).toList();
      results.forEach(result -> claims.forget(result.token()));
      Set<ClaimToken> refused = checkpoints.acknowledge(job.kb(), checkpoint, results);
      for (ClaimToken token : refused) {
        log.warn("Claim {} was refused; what it staged is discarded", token);
        job.pipeline().index().discard(job.ref(), token);
      }
      job.switches().show();
    } catch (RuntimeException e) {
      log.error("A checkpoint failed: {}", e.getMessage(), e);
      job.fail(Errors.of(e));
      finished.forEach(claim -> giveBack(claim.result().token()));
    } finally {
      room.release(finished.size());
      job.claimsEnded(finished.size());
    }
  }

  /** An acknowledgement that did go through after all has left nothing to give back. */
  private void giveBack(ClaimToken token) {
    try {
      claims.release(token);
    } catch (IngestionException e) {
      log.warn("Claim {} could not be given back and will expire: {}", token, e.getMessage());
    }
  }

  private static void settle(Request.Settle settle) {
    try {
      settle.job().switches().settle();
      settle.done().complete(null);
    } catch (RuntimeException e) {
      settle.done().completeExceptionally(e);
    }
  }
}
