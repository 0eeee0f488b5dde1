package dev.ingestion.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest(name = "a run planned at 12:00 and begun at {0} is followed at {1}")
  @CsvSource({
    "12:00:00, 12:15:00",
    "12:00:01, 12:15:00",
    "12:14:59, 12:15:00",
    "12:15:00, 12:30:00",
    "17:07:00, 17:15:00",
    "11:59:59, 12:00:00"
  })
  void anIntervalKeepsItsBeatHoweverManyRunsWereMissed(String begun, String next) {
    Every every = new Every(Duration.ofMinutes(15));

    assertThat(every.next(NOON, at(begun))).isEqualTo(at(next));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-15M", "PT0.999S", "P367D"})
  void anIntervalThatMakesNoSenseIsRefusedWithAnExample(String interval) {
    assertThatThrownBy(() -> new Every(Duration.parse(interval)))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("15m");
  }

  @ParameterizedTest
  @CsvSource({
    "PT15M, every 15m",
    "PT1H30M, every 1h30m",
    "PT24H, every 1d",
    "PT25H, every 1d 1h",
    "PT1S, every 1s"
  })
  void anIntervalReadsAsPeopleWriteIt(String interval, String text) {
    assertThat(new Every(Duration.parse(interval))).hasToString(text);
  }

  @Test
  void anExpressionReadsWithItsZone() {
    assertThat(new Cron("0 3 * * *", ZoneId.of("Europe/Berlin")))
        .hasToString("at \"0 3 * * *\" in Europe/Berlin");
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, STARTED, false",
    "RUNNING, STARTED, false",
    "PAUSED, STARTED, false",
    "COMPLETED, COMPLETED, true",
    "FAILED, FAILED, false",
    "CANCELED, CANCELED, true"
  })
  void anOutcomeStaysOnceItsJobHasEnded(JobStatus status, RunOutcome outcome, boolean stays) {
    assertThat(RunOutcome.of(status)).isEqualTo(outcome);
    assertThat(outcome.isFinal()).isEqualTo(stays);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }
}
