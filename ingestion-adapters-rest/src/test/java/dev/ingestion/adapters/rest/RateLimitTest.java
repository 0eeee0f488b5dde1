package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.IngestionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final Guarded.Clock clock = new Guarded.Clock();
  private final RateLimit limit = new RateLimit(0.5, 2, clock);

  @Test
  void eachClientHasABucketOfItsOwn() {
    limit.take("one");
    limit.take("one");

    assertRefused("one");
    assertThatCode(() -> limit.take("two")).doesNotThrowAnyException();
  }

  @Test
  void itFillsUpSteadilyAndNoFurtherThanFull() {
    limit.take("one");
    limit.take("one");
    clock.advance(Duration.ofMillis(1_999));
    assertRefused("one");
    clock.advance(Duration.ofMillis(1));
    limit.take("one");
    assertRefused("one");

    clock.advance(Duration.ofDays(1));
    limit.take("one");
    limit.take("one");
    assertRefused("one");
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOut() {
    limit.take("one");
    limit.take("one");
    clock.advance(Duration.ofDays(-1));
    assertRefused("one");
    clock.advance(Duration.ofSeconds(2));
    assertThatCode(() -> limit.take("one")).doesNotThrowAnyException();
  }

  @Test
  void toLookTakesNothing() {
    for (int i = 0; i < 5; i++) {
      limit.check("one");
    }
    assertThatCode(() -> limit.take("one")).doesNotThrowAnyException();
  }

  private void assertRefused(String client) {
    assertThatThrownBy(() -> limit.take(client))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.retryAfter()).isPresent());
  }
}
