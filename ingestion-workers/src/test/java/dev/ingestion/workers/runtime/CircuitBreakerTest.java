package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.workers.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final IngestionException BUSY =
      new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "busy");

  private final SettableClock clock = new SettableClock();
  private final CircuitBreaker circuit =
      new CircuitBreaker(
          "model",
          new CircuitBreakerConfig(3, Duration.ofSeconds(1), Duration.ofSeconds(60)),
          new Random(7),
          clock,
          new ClockedThreads(clock));

  @Test
  void differentBatchesThatFailInARowOpenIt() {
    assertThat(circuit.failed("a", BUSY)).isTrue();
    assertThat(circuit.failed("b", BUSY)).isTrue();
    assertThat(circuit.isClosed()).isTrue();

    assertThat(circuit.failed("c", BUSY)).isFalse();

    assertThat(circuit.isClosed()).isFalse();
    assertThat(circuit.reason())
        .contains("model", "since 2026-01-01T00:00:00Z", "EMBEDDING_UNAVAILABLE", "busy");
  }

  @Test
  void oneBatchThatFailsAgainAndAgainDoesNot() {
    for (int i = 0; i < 100; i++) {
      assertThat(circuit.failed("poison", BUSY)).isTrue();
    }

    assertThat(circuit.isClosed()).isTrue();
    assertThat(circuit.reason()).isNull();
  }

  @Test
  void aSuccessBetweenFailuresBeginsTheCountAnew() {
    circuit.failed("a", BUSY);
    circuit.failed("b", BUSY);
    circuit.succeeded();
    circuit.failed("c", BUSY);
    circuit.failed("d", BUSY);

    assertThat(circuit.isClosed()).isTrue();
  }

  @Test
  void whileItIsOpenNoFailureCounts() {
    circuit.open(BUSY);

    assertThat(circuit.failed("a", BUSY)).isFalse();
  }

  @Test
  void oneProbeIsAllowedWhenItsTimeHasCome() {
    circuit.open(BUSY);
    assertThat(circuit.beginProbe()).isFalse();

    clock.advance(circuit.untilProbe());

    assertThat(circuit.beginProbe()).isTrue();
    assertThat(circuit.beginProbe()).isFalse();
    circuit.succeeded();
    assertThat(circuit.isClosed()).isTrue();
    assertThat(circuit.untilProbe()).isZero();
  }

  @Test
  void unansweredProbesComeFurtherAndFurtherApartUpToTheCap() {
    circuit.open(BUSY);
    Duration bound = Duration.ofSeconds(1);
    for (int probe = 0; probe < 12; probe++) {
      assertThat(circuit.untilProbe()).isBetween(bound.dividedBy(2), bound);
      clock.advance(circuit.untilProbe());
      assertThat(circuit.beginProbe()).isTrue();
      circuit.open(BUSY);
      bound =
          bound.multipliedBy(2).compareTo(Duration.ofSeconds(60)) < 0
              ? bound.multipliedBy(2)
              : Duration.ofSeconds(60);
    }
    assertThat(circuit.reason()).contains("since 2026-01-01T00:00:00Z");
  }

  @Test
  void whoAsksToBeLeftAloneIsLeftAloneThatLong() {
    Duration asked = Duration.ofMinutes(5);

    assertThat(
            circuit.failed(
                "a", new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "429", null, asked)))
        .isTrue();

    assertThat(circuit.untilProbe()).isEqualTo(asked);
    clock.advance(asked.minusNanos(1));
    assertThat(circuit.beginProbe()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(circuit.beginProbe()).isTrue();
  }

  @Test
  void aProbeThatWasGivenUpIsTheNextOnes() {
    circuit.open(BUSY);
    clock.advance(circuit.untilProbe());
    circuit.beginProbe();

    circuit.gaveUpProbe();

    assertThat(circuit.isClosed()).isFalse();
    assertThat(circuit.beginProbe()).isTrue();
  }

  @Test
  void noChangeOfTheWallClockMovesTheProbe() {
    circuit.open(BUSY);
    clock.setWall(clock.instant().plus(Duration.ofDays(400)));

    assertThat(circuit.beginProbe()).isFalse();
  }
}
