package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.Stage;
import dev.ingestion.workers.runtime.ConsumerWorker.FinishedClaim;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that makes work durable, in the one order that loses nothing: flush the index,
 * then acknowledge, then show what the ledger decided. Claims that finish while it is busy share
 * the next commit.
 */
public final class CheckpointWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(CheckpointWorker.class);

  private static final Duration FOREVER = Duration.ofDays(1);

  /** About how many finished claims may wait for a commit before consumers have to. */
  private static final int MOST_WAITING = 64;

  private final Checkpoints checkpoints;
  private final ClaimKeeper claims;
  private final long intervalNanos;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Threads threads;
  private final Signal arrived;
  private final Signal finished;
  private volatile boolean idle;

  @Inject
  CheckpointWorker(
      Checkpoints checkpoints, ClaimKeeper claims, WorkersConfig config, Threads threads) {
    this.checkpoints = checkpoints;
    this.claims = claims;
    this.intervalNanos = config.checkpointInterval().toNanos();
    this.threads = threads;
    this.arrived = threads.signal();
    this.finished = threads.signal();
  }

  private sealed interface Request {
    record Finished(JobRuntime job, FinishedClaim claim) implements Request {}

    record Settle(JobRuntime job, CompletableFuture<Void> done) implements Request {}

    record Stop() implements Request {}
  }

  /** Hands a finished claim over. Waits while too many are waiting already. */
  void submit(JobRuntime job, FinishedClaim claim) {
    finished.await(FOREVER, () -> waiting.get() < MOST_WAITING);
    waiting.incrementAndGet();
    idle = false;
    request(new Request.Finished(job, claim));
  }

  /** Says that nothing was left to claim: no reason to wait for more if no more can come. */
  void nothingToClaim() {
    idle = true;
    arrived.raise();
  }

  /** Says that a job begins no claims any more. */
  void comesToRest() {
    arrived.raise();
  }

  /**
   * Brings the index of a job to rest: everything shown, durable and swept.
   *
   * @throws IngestionException if the index cannot be written
   */
  void settle(JobRuntime job) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    request(new Request.Settle(job, done));
    finished.await(FOREVER, done::isDone);
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Ends the thread when everything submitted before is durable. */
  void stop() {
    request(new Request.Stop());
  }

  private void request(Request request) {
    requests.add(request);
    arrived.raise();
  }

  @Override
  public void run() {
    boolean stopped = false;
    while (!stopped) {
      List<Request> collected = collect();
      Map<JobRuntime, List<FinishedClaim>> claimsOf = new LinkedHashMap<>();
      for (Request request : collected) {
        if (request instanceof Request.Finished one) {
          claimsOf.computeIfAbsent(one.job(), job -> new ArrayList<>()).add(one.claim());
        }
      }
      claimsOf.forEach((job, done) -> Correlation.during(job, () -> checkpoint(job, done)));
      for (Request request : collected) {
        if (request instanceof Request.Settle settle) {
          Correlation.during(settle.job(), () -> settle(settle));
        } else if (request instanceof Request.Stop) {
          stopped = true;
        }
      }
    }
  }

  /**
   * Waits for a request, then for more of them as long as only finished claims come and others may
   * follow. The first claim of a job is not kept waiting: whoever has begun something urgent wants
   * to find something of it.
   */
  private List<Request> collect() {
    List<Request> collected = new ArrayList<>();
    Request next = awaitRequest(FOREVER, () -> false);
    long deadline = threads.nanoTime() + intervalNanos;
    while (next != null) {
      collected.add(next);
      boolean more =
          next instanceof Request.Finished one
              && one.job().hasResults()
              && collected.size() < MOST_WAITING;
      next =
          more
              ? awaitRequest(
                  Duration.ofNanos(deadline - threads.nanoTime()), () -> isLast(collected))
              : requests.poll();
    }
    return collected;
  }

  /** Whether no claim can follow soon for which these should wait. */
  private boolean isLast(List<Request> finished) {
    Map<JobRuntime, Integer> claimsOf = new LinkedHashMap<>();
    for (Request request : finished) {
      if (request instanceof Request.Finished one) {
        claimsOf.merge(one.job(), 1, Integer::sum);
      }
    }
    return claimsOf.entrySet().stream()
        .allMatch(
            entry -> {
              JobRuntime job = entry.getKey();
              boolean beginsNone = job.stopping() || (idle && (job.isRead() || job.isHeldBack()));
              return beginsNone && job.claims() == entry.getValue();
            });
  }

  private @Nullable Request awaitRequest(Duration most, BooleanSupplier last) {
    arrived.await(most, () -> !requests.isEmpty() || last.getAsBoolean());
    return requests.poll();
  }

  private void checkpoint(JobRuntime job, List<FinishedClaim> done) {
    try {
      List<IndexTicket> tickets =
          done.stream().map(FinishedClaim::ticket).filter(Objects::nonNull).toList();
      long checkpoint = job.metrics().timed(Stage.FLUSH, () -> job.switches().flush(tickets));
      List<ClaimResult> results = done.stream().map(FinishedClaim::result).toList();
      results.forEach(result -> claims.forget(result.token()));
      Set<ClaimToken> refused =
          job.metrics()
              .timed(
                  Stage.CHECKPOINT, () -> checkpoints.acknowledge(job.kb(), checkpoint, results));
      job.metrics().acknowledged(results, refused);
      for (ClaimToken token : refused) {
        log.warn("Claim {} was refused; what it staged is discarded", token);
        job.pipeline().index().discard(job.ref(), token);
      }
      if (job.metrics().timed(Stage.SHOW, job.switches()::show)) {
        job.documentCompleted();
      }
      if (!refused.isEmpty()) {
        job.switches().flush(List.of()); // else what was discarded stays in the last commit
      }
    } catch (RuntimeException | Error e) {
      Errors.log(log, "A checkpoint failed", e);
      job.fail(Errors.of(e));
      // an acknowledgement that did go through after all has left nothing to give back
      claims.release(done.stream().map(claim -> claim.result().token()).toList());
    } finally {
      waiting.addAndGet(-done.size());
      finished.raise();
      job.checkpointed(done.size());
    }
  }

  private void settle(Request.Settle settle) {
    try {
      settle.job().switches().settle();
      settle.done().complete(null);
    } catch (RuntimeException | Error e) {
      settle.done().completeExceptionally(e);
    }
    finished.raise();
  }
}
