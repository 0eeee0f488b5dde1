package dev.ingestion.domain.retry;

/**
 * How often a batch whose calls fail for a passing reason is tried before a text of it is given up.
 *
 * <p>It is tried in rounds, each of one attempt and {@link RetryPolicy#maxRetries} more. After a
 * round the batch is cut in halves, and each goes on with a fresh round, until a text stands alone.
 * A text that stands alone goes on until it has had as many rounds as if it came from a full batch.
 * Attempts are counted over all rounds, parts going on from the count of their whole.
 *
 * <p>Why texts that stand alone get no fewer rounds: let a call fail by chance with probability p.
 * A text is given up only if every call on its way fails, which is p to the power of {@link
 * #attempts}. With batches of 50 and 3 retries that is 7 rounds of 4: at p = 0.3, 0.3²⁸ = 2·10⁻¹⁵ a
 * text, and 2·10⁻¹¹ for any of 10,000. With one round for a text that came alone (the last one of a
 * document) it would be 0.3⁴, one in 123.
 *
 * @param policy for the attempts of a round, and the waits between them
 * @param rounds from a full batch to a text that stands alone
 */
public record RetryBudget(RetryPolicy policy, int rounds) {
  public RetryBudget {
    if (rounds < 1) {
      throw new IllegalArgumentException("Not a number of rounds: " + rounds);
    }
  }

  /**
   * @param batchSize texts of a full batch
   */
  public static RetryBudget forBatches(RetryPolicy policy, int batchSize) {
    int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(batchSize - 1);
    return new RetryBudget(policy, 1 + halvings);
  }

  /** Most attempts at one text. */
  public int attempts() {
    return perRound() * rounds;
  }

  /** Whether a round ends with this failed attempt. */
  public boolean endsRound(int failed) {
    return failed % perRound() == 0;
  }

  /** Whether nothing is left for a text that stands alone. */
  public boolean isSpent(int failed) {
    return failed >= attempts();
  }

  /** Which failed attempt of its round this is, from 1. */
  public int inRound(int failed) {
    return (failed - 1) % perRound() + 1;
  }

  private int perRound() {
    return policy.maxRetries() + 1;
  }
}
