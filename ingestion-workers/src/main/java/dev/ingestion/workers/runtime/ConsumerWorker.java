package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import dev.ingestion.workers.pipeline.ChunkEmbedder.Embedded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims batches, embeds their chunks, stages them in the index and hands the claim on to the
 * checkpoint. Shared by all jobs; one thread each.
 */
final class ConsumerWorker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ConsumerWorker.class);

  private final RunningJobs running;
  private final WorkQueue queue;
  private final ClaimKeeper claims;
  private final ChunkEmbedder embedder;
  private final CheckpointWorker checkpoints;
  private final WorkersConfig config;
  private final BooleanSupplier stopping;

  ConsumerWorker(
      RunningJobs running,
      WorkQueue queue,
      ClaimKeeper claims,
      ChunkEmbedder embedder,
      CheckpointWorker checkpoints,
      WorkersConfig config,
      BooleanSupplier stopping) {
    this.running = running;
    this.queue = queue;
    this.claims = claims;
    this.embedder = embedder;
    this.checkpoints = checkpoints;
    this.config = config;
    this.stopping = stopping;
  }

  @Override
  public void run() {
    while (!stopping.getAsBoolean()) {
      try {
        Optional<Claim> claim =
            queue.claim(running.knowledgeBases(), config.batchSize(), claims.lease());
        if (claim.isPresent()) {
          work(claim.get());
        } else {
          running.work().await(config.consumerPollInterval());
        }
      } catch (RuntimeException e) {
        log.error("No work can be claimed", e);
        running.failAll(Errors.of(e));
        running.work().await(Duration.ofSeconds(1));
      }
    }
  }

  private void work(Claim claim) {
    JobRuntime job = running.find(claim.kb()).orElse(null);
    if (job == null || !job.beginClaim()) {
      queue.release(claim.token());
      running.work().await(config.consumerPollInterval());
      return;
    }
    claims.hold(claim.token());
    Correlation.during(job, () -> workOn(job, claim));
  }

  private void workOn(JobRuntime job, Claim claim) {
    try {
      embed(job, claim);
    } catch (RuntimeException e) {
      log.warn("A claim is given back", e);
      job.fail(Errors.of(e));
      giveBack(job, claim);
    }
  }

  private void giveBack(JobRuntime job, Claim claim) {
    try {
      job.pipeline().index().discard(job.ref(), claim.token());
      claims.release(claim.token());
    } finally {
      job.claimsEnded(1);
    }
  }

  private void embed(JobRuntime job, Claim claim) {
    List<WorkItem> items =
        claim.batches().stream()
            .flatMap(batch -> batch.items().stream())
            .filter(item -> claim.pending().contains(item.generation()))
            .toList();
    Embedded done =
        embedder.embed(
            job.pipeline().model(),
            keys -> job.pipeline().index().vectors(job.ref(), keys),
            items,
            delay -> pause(job, delay));
    IndexTicket ticket =
        done.entries().isEmpty()
            ? null
            : job.pipeline().index().upsert(job.ref(), claim.token(), done.entries());
    ClaimResult result =
        new ClaimResult(
            claim.token(), claim.job(), claim.batches(), done.embedded(), done.failures());
    checkpoints.submit(job, new FinishedClaim(result, ticket));
  }

  private static boolean pause(JobRuntime job, Duration delay) {
    if (!job.stopping()) {
      job.progress().await(delay);
    }
    return !job.stopping();
  }

  /**
   * A claim whose work is done, but not durable yet.
   *
   * @param ticket null if nothing was upserted
   */
  record FinishedClaim(ClaimResult result, @Nullable IndexTicket ticket) {}
}
