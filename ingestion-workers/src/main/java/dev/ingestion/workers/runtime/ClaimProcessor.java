package dev.ingestion.workers.runtime;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.retry.RetryBudget;
import dev.ingestion.domain.retry.RetryPolicy;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import dev.ingestion.workers.pipeline.ChunkEmbedder.Embedded;
import dev.ingestion.workers.pipeline.RetryPlanner;
import dev.ingestion.workers.pipeline.RetryPlanner.Plan;
import dev.ingestion.workers.pipeline.Stage;
import dev.ingestion.workers.runtime.ConsumerWorker.FinishedClaim;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds the chunks of a claim and stages them in the index. What could not be embedded waits for
 * its next attempt in the queue, not here: it outlives the process and keeps nobody from other
 * work. Thread-safe.
 */
public final class ClaimProcessor {
  private static final Logger log = LoggerFactory.getLogger(ClaimProcessor.class);

  private final Circuits circuits;
  private final InstantSource clock;
  private final ChunkEmbedder embedder = new ChunkEmbedder();
  private final PerKnowledgeBase<RetryConfig> retries;
  private final WorkersConfig config;
  private final RandomGenerator random;

  @Inject
  ClaimProcessor(
      Circuits circuits,
      PerKnowledgeBase<RetryConfig> retries,
      WorkersConfig config,
      RandomGenerator random,
      InstantSource clock) {
    this.circuits = circuits;
    this.clock = clock;
    this.retries = retries;
    this.config = config;
    this.random = random;
  }

  FinishedClaim process(JobRuntime job, Claim claim) {
    List<WorkItem> items =
        claim.batches().stream()
            .flatMap(batch -> batch.items().stream())
            .filter(item -> claim.pending().contains(item.generation()))
            .toList();
    Embedded done = job.metrics().timed(Stage.EMBED, () -> embed(job, items));
    job.calls().requireUninterrupted();
    IndexTicket ticket =
        done.entries().isEmpty()
            ? null
            : job.metrics()
                .timed(
                    Stage.INDEX,
                    () -> job.pipeline().index().upsert(job.ref(), claim.token(), done.entries()));
    Plan plan = plan(job, claim.attempts(), done);
    ClaimResult result =
        new ClaimResult(
            claim.token(),
            claim.job(),
            claim.batches(),
            done.embedded(),
            plan.failures(),
            plan.retries());
    return new FinishedClaim(result, ticket);
  }

  private Embedded embed(JobRuntime job, List<WorkItem> items) {
    return embedder.embed(
        new InterruptibleModel(job.pipeline().model(), job.calls(), job.metrics()),
        keys -> job.pipeline().index().vectors(job.ref(), keys),
        items);
  }

  private Plan plan(JobRuntime job, int attempts, Embedded done) {
    Plan plan = new Plan();
    RetryPlanner planner = planner(job);
    if (done.embedded() > 0) {
      circuits.of(job.pipeline().model()).succeeded();
    }
    done.refused()
        .forEach(
            (item, error) -> {
              log.warn(
                  "A chunk of {} cannot be embedded: {}",
                  item.document(),
                  error.getMessage(),
                  error);
              planner.refused(plan, item, error, attempts + 1);
            });
    IngestionException away = done.away();
    if (away != null) {
      plan(planner, plan, job, attempts, done.left(), away);
    }
    tell(job, plan, done);
    return plan;
  }

  private RetryPlanner planner(JobRuntime job) {
    RetryPolicy policy = retries.of(job.kb()).embed().policy();
    return new RetryPlanner(RetryBudget.forBatches(policy, config.batchSize()), random);
  }

  /** Before texts are blamed, the model is asked whether it answers at all. */
  private void plan(
      RetryPlanner planner,
      Plan plan,
      JobRuntime job,
      int attempts,
      List<WorkItem> left,
      IngestionException away) {
    CircuitBreaker circuit = circuits.of(job.pipeline().model());
    boolean counts = circuit.failed(left.get(0).id(), away);
    if (counts && planner.blames(attempts + 1)) {
      counts = circuits.answers(job);
    }
    if (counts) {
      planner.failed(plan, left, away, attempts + 1);
    } else {
      planner.spare(plan, left, attempts, circuit.untilProbe());
    }
  }

  private void tell(JobRuntime job, Plan plan, Embedded done) {
    IngestionException last =
        done.away() != null
            ? done.away()
            : done.refused().values().stream().findFirst().orElse(null);
    if (last == null || plan.retries().isEmpty()) {
      job.waiting().worked();
      return;
    }
    job.metrics().retries(Stage.EMBED, last.code());
    Duration delay =
        plan.retries().stream().map(Retry::delay).min(Duration::compareTo).orElse(Duration.ZERO);
    log.warn(
        "{} batches wait {} to be tried again: {}",
        plan.retries().size(),
        Durations.inWords(delay),
        last.getMessage());
    job.waiting().postponed(last.code() + ": " + last.getMessage(), clock.instant().plus(delay));
  }
}
