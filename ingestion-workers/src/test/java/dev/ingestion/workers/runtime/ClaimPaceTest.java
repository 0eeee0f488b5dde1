package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimPaceTest {
  private final SettableClock clock = new SettableClock();
  private final ClaimPace pace = new ClaimPace(50, clock::nanoTime);

  @Test
  void nobodyTakesSeveralClaimsBeforeItIsKnownHowLongOneTakes() {
    assertThat(pace.next()).isEqualTo(1);
  }

  @Test
  void aSlowModelIsGivenOneClaimAtATime() {
    work(50, Duration.ofMillis(25));

    assertThat(pace.next()).isEqualTo(1);
  }

  @Test
  void severalAreTakenIfAllAreDoneInAMoment() {
    work(50, Duration.ofMillis(3));
    assertThat(pace.next()).isEqualTo(3);

    work(50, Duration.ZERO);
    assertThat(pace.next()).isEqualTo(16);
  }

  @Test
  void oneSlowClaimEndsThat() {
    work(50, Duration.ZERO);
    work(50, Duration.ofSeconds(1));

    assertThat(pace.next()).isEqualTo(1);
  }

  @Test
  void aSmallClaimIsMeasuredByItsChunks() {
    work(1, Duration.ofNanos(500_000));
    assertThat(pace.next()).isEqualTo(1);

    work(10, Duration.ofMillis(1));
    assertThat(pace.next()).isEqualTo(2);
  }

  private void work(int chunks, Duration taken) {
    String result =
        pace.timed(
            chunks,
            () -> {
              clock.advance(taken);
              return "done";
            });
    assertThat(result).isEqualTo("done");
  }
}
