package dev.ingestion.domain.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepOutcomeTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60));

  @ParameterizedTest
  @EnumSource
  void theCategoryOfTheErrorDecides(ErrorCode code) {
    StepOutcome outcome = failed(code, 1);

    switch (code.category()) {
      case TRANSIENT, INTERNAL -> assertThat(outcome).isInstanceOf(StepOutcome.RetryAfter.class);
      case USER, CONFLICT ->
          assertThat(outcome).isEqualTo(new StepOutcome.DeadLetter(code, "It broke"));
    }
  }

  @Test
  void aStepIsGivenUpWhenItsRetriesAreUsedUp() {
    assertThat(failed(ErrorCode.STORAGE_UNAVAILABLE, 3)).isInstanceOf(StepOutcome.RetryAfter.class);
    assertThat(failed(ErrorCode.STORAGE_UNAVAILABLE, 4))
        .isEqualTo(new StepOutcome.DeadLetter(ErrorCode.STORAGE_UNAVAILABLE, "It broke"));
  }

  @Test
  void theDelayIsThePolicys() {
    Duration expected = POLICY.delay(2, new Random(7));

    assertThat(failed(ErrorCode.EMBEDDING_UNAVAILABLE, 2))
        .isEqualTo(new StepOutcome.RetryAfter(expected));
  }

  @Test
  void nobodyIsAskedAgainBeforeTheTimeTheyAskedFor() {
    Duration asked = Duration.ofMinutes(5);
    IngestionException busy =
        new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "429", null, asked);

    assertThat(StepOutcome.failed(busy, 1, POLICY, new Random(7)))
        .isEqualTo(new StepOutcome.RetryAfter(asked));
  }

  private static StepOutcome failed(ErrorCode code, int attempt) {
    return StepOutcome.failed(
        new IngestionException(code, "It broke"), attempt, POLICY, new Random(7));
  }
}
