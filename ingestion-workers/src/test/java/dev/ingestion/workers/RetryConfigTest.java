package dev.ingestion.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.retry.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aStageIsAPolicy() {
    assertThat(new StageRetry(3, SECOND, MINUTE).policy())
        .isEqualTo(new RetryPolicy(3, SECOND, MINUTE));
  }

  @Test
  void aFirstDelayAboveTheLongestIsTheLongest() {
    assertThat(new StageRetry(3, MINUTE, SECOND).policy())
        .isEqualTo(new RetryPolicy(3, MINUTE, MINUTE));
  }

  @Test
  void noRetryAndNoDelayAreAllowed() {
    assertThat(new StageRetry(0, Duration.ZERO, Duration.ZERO).policy().allowsAnother(1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 60, max-retries must be from 0 to 1000000",
    "1000001, 1, 60, max-retries must be from 0 to 1000000",
    "3, -1, 60, delay must be from 0 to 24 hours",
    "3, 86401, 60, delay must be from 0 to 24 hours",
    "3, 1, -1, max-delay must be from 0 to 24 hours",
    "3, 1, 86401, max-delay must be from 0 to 24 hours",
  })
  void whatMakesNoSenseIsRefused(int retries, long delay, long longest, String why) {
    assertThatThrownBy(
            () -> new StageRetry(retries, Duration.ofSeconds(delay), Duration.ofSeconds(longest)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, max-retries must be from 0 to 1000000",
    "3, -1, retry-delay must be from 0 to 24 hours",
  })
  void generalValuesThatMakeNoSenseAreRefused(int retries, long delay, String why) {
    assertThatThrownBy(() -> new RetryDefaults(retries, Duration.ofSeconds(delay)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }
}
