package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.retry.RetryBudget;
import dev.ingestion.domain.retry.StepOutcome;
import dev.ingestion.domain.retry.StepOutcome.RetryAfter;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides which chunks are tried again, when and with how many others, and which are given up.
 * Thread-safe if its source of randomness is.
 */
public final class RetryPlanner {
  private final RetryBudget budget;
  private final RandomGenerator random;

  public RetryPlanner(RetryBudget budget, RandomGenerator random) {
    this.budget = budget;
    this.random = random;
  }

  /** What becomes of chunks that were not embedded. Used by one thread. */
  public static final class Plan {
    private final List<Retry> retries = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    public List<Retry> retries() {
      return List.copyOf(retries);
    }

    public List<Failure> failures() {
      return List.copyOf(failures);
    }
  }

  /**
   * A text failed alone for a reason of its own.
   *
   * @param failed attempts so far, with this one
   */
  public void refused(Plan plan, WorkItem item, IngestionException error, int failed) {
    StepOutcome outcome =
        StepOutcome.failed(error, budget.inRound(failed), budget.policy(), random);
    if (outcome instanceof RetryAfter retry) {
      plan.retries.add(new Retry(List.of(item), failed, retry.delay()));
    } else {
      giveUp(plan, item, error, failed);
    }
  }

  /** Nobody can say yet whether the texts are to blame: this attempt does not count. */
  public void spare(Plan plan, List<WorkItem> items, int failed, Duration delay) {
    plan.retries.add(new Retry(items, failed, delay));
  }

  /** Whether the texts are blamed if this attempt counts: they are cut in halves, or given up. */
  public boolean blames(int failed) {
    return budget.endsRound(failed);
  }

  /**
   * Texts failed together for a reason that may pass.
   *
   * @param failed attempts so far, with this one
   */
  public void failed(Plan plan, List<WorkItem> items, IngestionException error, int failed) {
    if (!budget.endsRound(failed)) {
      plan.retries.add(new Retry(items, failed, delay(error, failed)));
    } else if (items.size() > 1) {
      Duration delay = error.retryAfter().orElse(Duration.ZERO);
      int half = items.size() / 2;
      plan.retries.add(new Retry(items.subList(0, half), failed, delay));
      plan.retries.add(new Retry(items.subList(half, items.size()), failed, delay));
    } else if (budget.isSpent(failed)) {
      giveUp(plan, items.get(0), error, failed);
    } else {
      plan.retries.add(new Retry(items, failed, delay(error, failed)));
    }
  }

  private Duration delay(IngestionException error, int failed) {
    return budget.policy().delay(budget.inRound(failed), error, random);
  }

  private static void giveUp(Plan plan, WorkItem item, IngestionException error, int failed) {
    plan.failures.add(
        new Failure(
            item.generation(),
            item.chunk().ordinal(),
            error.code(),
            String.valueOf(error.getMessage()),
            StackTraces.of(error),
            failed));
  }
}
