package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.004S, 0.00 s",
    "PT0.17S, 0.17 s",
    "PT1S, 1.0 s",
    "PT6.24S, 6.2 s",
    "PT59.94S, 59.9 s",
    "PT65S, 1 min 05 s",
    "PT2H30M, 2 h 30 min",
    "PT50H, 50 h 00 min",
    "PT-0.5S, -0.50 s"
  })
  void aDurationIsShownInUnitsThatPeopleRead(Duration duration, String words) {
    assertThat(Durations.inWords(duration)).isEqualTo(words);
  }
}
