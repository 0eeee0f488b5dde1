package dev.ingestion.workers.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.testkit.SettableClock;
import dev.ingestion.workers.WatchConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DebounceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SettableClock clock = new SettableClock();
  private final Debounce changes =
      new Debounce(
          new WatchConfig(SECOND.multipliedBy(2), SECOND.multipliedBy(5)), clock::nanoTime);

  @Test
  void nothingIsDueBeforeAnythingHasChanged() {
    clock.advance(Duration.ofDays(1));

    assertThat(changes.dueIn()).isEmpty();
    assertThat(changes.take()).isFalse();
  }

  @Test
  void aChangeIsDueOnceItHasBeenQuietForAWhile() {
    changes.changed();
    clock.advance(SECOND);
    changes.changed();

    clock.advance(SECOND);
    assertThat(changes.take()).isFalse();
    assertThat(changes.dueIn()).contains(SECOND);
    clock.advance(SECOND);
    assertThat(changes.dueIn()).contains(Duration.ZERO);
    assertThat(changes.take()).isTrue();
  }

  @Test
  void manyChangesAreOne() {
    for (int i = 0; i < 100; i++) {
      changes.changed();
    }
    clock.advance(SECOND.multipliedBy(2));

    assertThat(changes.take()).isTrue();
    assertThat(changes.take()).isFalse();
    assertThat(changes.dueIn()).isEmpty();
  }

  @Test
  void changesWithoutAnEndPutARunOffForALimitedTimeOnly() {
    for (int i = 0; i < 5; i++) {
      changes.changed();
      assertThat(changes.take()).isFalse();
      clock.advance(SECOND);
    }

    assertThat(changes.take()).isTrue();
  }

  @Test
  void whatChangesAfterARunWasWantedWantsAnother() {
    changes.changed();
    clock.advance(SECOND.multipliedBy(2));
    assertThat(changes.take()).isTrue();

    changes.changed();
    clock.advance(SECOND);
    assertThat(changes.take()).isFalse();
    clock.advance(SECOND);
    assertThat(changes.take()).isTrue();
  }

  @Test
  void aDelayThatIsShorterThanTheQuietIsRefused() {
    assertThatThrownBy(() -> new WatchConfig(SECOND, Duration.ofMillis(999)))
        .hasMessageContaining("longest-delay");
    assertThatThrownBy(() -> new WatchConfig(Duration.ZERO, SECOND))
        .hasMessageContaining("quiet-period");
  }
}
