package dev.ingestion.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In Berlin the clocks leap from 2:00 to 3:00 on 29 March 2026, and back on 25 October. */
class ZonedTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aTimeOfTheDayComesAtThatTimeInWinterAndInSummer() {
    assertThat(next(daily("03:00"), BERLIN, "2026-03-27T12:00:00Z", 3))
        .containsExactly(
            "2026-03-28T02:00:00Z",
            "2026-03-29T01:00:00Z", // the clocks show 3:00 the moment they leap
            "2026-03-30T01:00:00Z");
    assertThat(next(daily("03:00"), BERLIN, "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T02:00:00Z", "2026-10-26T02:00:00Z");
  }

  @Test
  void aTimeThatTheClocksLeapOverComesAtTheLeap() {
    assertThat(next(daily("02:30"), BERLIN, "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void severalTimesThatTheClocksLeapOverAreOneRun() {
    assertThat(next(daily("02:00", "02:20", "02:40", "03:00"), BERLIN, "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
  }

  @Test
  void aTimeThatComesTwiceCountsOnce() {
    assertThat(next(daily("02:00", "02:30", "03:00"), BERLIN, "2026-10-24T22:00:00Z", 4))
        .containsExactly(
            "2026-10-25T00:00:00Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T02:00:00Z",
            "2026-10-26T01:00:00Z");
  }

  @Test
  void whoeverAsksInTheHourThatComesTwiceGetsTheSame() {
    assertThat(next(daily("02:30"), BERLIN, "2026-10-25T00:45:00Z", 1))
        .containsExactly("2026-10-26T01:30:00Z");
    assertThat(next(daily("02:30"), BERLIN, "2026-10-25T01:15:00Z", 1))
        .containsExactly("2026-10-26T01:30:00Z");
  }

  @Test
  void anOpenHourKeepsItsDistancesThroughBothChanges() {
    assertThat(next(hourly("30"), BERLIN, "2026-03-29T00:00:00Z", 3))
        .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
    assertThat(next(hourly("30"), BERLIN, "2026-10-25T00:00:00Z", 3))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
  }

  @Test
  void aDayThatBeginsWithALeapHasItsMidnightRun() {
    // In Cairo the clocks leap from 0:00 to 1:00 on 24 April 2026.
    assertThat(next(daily("00:00", "00:30"), ZoneId.of("Africa/Cairo"), "2026-04-23T12:00:00Z", 2))
        .containsExactly("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z");
  }

  @Test
  void aZoneWithoutChangesNeedsNone() {
    assertThat(next(daily("02:30"), ZoneOffset.UTC, "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T02:30:00Z", "2026-03-30T02:30:00Z");
  }

  @Test
  void aTimeThatNeverComesNeverComes() {
    CronTimes never = times(false, after -> Optional.empty());

    assertThat(new ZonedTimes(never, BERLIN).next(Instant.parse("2026-03-28T12:00:00Z"))).isEmpty();
  }

  private static List<String> next(CronTimes times, ZoneId zone, String after, int count) {
    List<String> all = new ArrayList<>();
    Instant last = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      last = new ZonedTimes(times, zone).next(last).orElseThrow();
      all.add(last.toString());
    }
    return all;
  }

  private static CronTimes daily(String... times) {
    return times(
        false,
        after ->
            Stream.of(after.toLocalDate(), after.toLocalDate().plusDays(1))
                .flatMap(day -> Stream.of(times).map(time -> at(day, time)))
                .filter(time -> time.isAfter(after))
                .findFirst());
  }

  private static CronTimes hourly(String minute) {
    return times(
        true,
        after -> {
          LocalDateTime time = after.withMinute(Integer.parseInt(minute)).withSecond(0);
          return Optional.of(time.isAfter(after) ? time : time.plusHours(1));
        });
  }

  private static LocalDateTime at(LocalDate day, String time) {
    return day.atTime(LocalTime.parse(time));
  }

  private interface Next {
    Optional<LocalDateTime> after(LocalDateTime time);
  }

  private static CronTimes times(boolean everyHour, Next next) {
    return new CronTimes() {
      @Override
      public Optional<LocalDateTime> next(LocalDateTime after) {
        return next.after(after);
      }

      @Override
      public boolean isEveryHour() {
        return everyHour;
      }
    };
  }
}
