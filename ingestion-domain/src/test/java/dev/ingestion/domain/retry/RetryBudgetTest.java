package dev.ingestion.domain.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,3", "4,3", "5,4", "50,7", "64,7", "65,8"})
  void thereAreAsManyRoundsAsHalvingsLeadToASingleText(int batchSize, int rounds) {
    assertThat(RetryBudget.forBatches(POLICY, batchSize).rounds()).isEqualTo(rounds);
  }

  @Test
  void aRoundIsOneAttemptAndItsRetries() {
    RetryBudget budget = RetryBudget.forBatches(POLICY, 50);

    assertThat(budget.attempts()).isEqualTo(28);
    assertThat(budget.endsRound(3)).isFalse();
    assertThat(budget.endsRound(4)).isTrue();
    assertThat(budget.inRound(4)).isEqualTo(4);
    assertThat(budget.inRound(5)).isEqualTo(1);
    assertThat(budget.isSpent(27)).isFalse();
    assertThat(budget.isSpent(28)).isTrue();
  }

  @Test
  void withoutRetriesEveryAttemptIsARound() {
    RetryBudget budget =
        RetryBudget.forBatches(new RetryPolicy(0, Duration.ZERO, Duration.ZERO), 2);

    assertThat(budget.attempts()).isEqualTo(2);
    assertThat(budget.endsRound(1)).isTrue();
  }
}
