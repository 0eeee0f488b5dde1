package dev.ingestion.domain.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Property
  void aDelayIsBetweenZeroAndItsBound(
      @ForAll @IntRange(min = 1) int attempt,
      @ForAll @LongRange(min = 0, max = 100_000) long base,
      @ForAll @LongRange(min = 0, max = 100_000) long more,
      @ForAll long seed) {
    Duration cap = Duration.ofMillis(base + more);
    RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(base), cap);

    Duration delay = policy.delay(attempt, new Random(seed));

    Duration bound = attempt < 20 ? Duration.ofMillis(base << (attempt - 1)) : cap;
    assertThat(delay).isBetween(Duration.ZERO, cap).isLessThanOrEqualTo(bound);
  }

  @Test
  void delaysFillTheirBoundsAndDoubleUpToTheCap() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofSeconds(1), Duration.ofSeconds(10));

    assertThat(longest(policy, 1)).isBetween(Duration.ofMillis(950), Duration.ofSeconds(1));
    assertThat(longest(policy, 2)).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(2));
    assertThat(longest(policy, 4)).isBetween(Duration.ofMillis(7_600), Duration.ofSeconds(8));
    assertThat(longest(policy, 5)).isBetween(Duration.ofMillis(9_500), Duration.ofSeconds(10));
    assertThat(longest(policy, 1_000)).isBetween(Duration.ofMillis(9_500), Duration.ofSeconds(10));
  }

  @Test
  void asManyRetriesAreAllowedAsConfigured() {
    RetryPolicy policy = new RetryPolicy(2, Duration.ZERO, Duration.ZERO);

    assertThat(policy.allowsAnother(1)).isTrue();
    assertThat(policy.allowsAnother(2)).isTrue();
    assertThat(policy.allowsAnother(3)).isFalse();
  }

  @Test
  void noRetriesMeansNone() {
    assertThat(new RetryPolicy(0, Duration.ZERO, Duration.ZERO).allowsAnother(1)).isFalse();
  }

  @Test
  void nonsenseIsRefused() {
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> new RetryPolicy(-1, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second.negated(), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, second, second.minusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration longest(RetryPolicy policy, int attempt) {
    Random random = new Random(1);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 500; i++) {
      Duration delay = policy.delay(attempt, random);
      longest = delay.compareTo(longest) > 0 ? delay : longest;
    }
    return longest;
  }
}
