package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimPaceTest {
  private final SettableClock clock = new SettableClock();
  private final ClaimPace pace = new ClaimPace(clock::nanoTime);

  @Test
  void nobodyTakesSeveralClaimsBeforeItIsKnownHowLongOneTakes() {
    assertThat(pace.next()).isEqualTo(1);
  }

  @Test
  void aSlowModelIsGivenOneClaimAtATime() {
    work(Duration.ofMillis(25));

    assertThat(pace.next()).isEqualTo(1);
  }

  @Test
  void severalAreTakenIfAllAreDoneInAMoment() {
    work(Duration.ofMillis(3));
    assertThat(pace.next()).isEqualTo(3);

    work(Duration.ZERO);
    assertThat(pace.next()).isEqualTo(16);
  }

  @Test
  void oneSlowClaimEndsThat() {
    work(Duration.ZERO);
    work(Duration.ofSeconds(1));

    assertThat(pace.next()).isEqualTo(1);
  }

  private void work(Duration taken) {
    String result =
        pace.timed(
            () -> {
              clock.advance(taken);
              return "done";
            });
    assertThat(result).isEqualTo("done");
  }
}
