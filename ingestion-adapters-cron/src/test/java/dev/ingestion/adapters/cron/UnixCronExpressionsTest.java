package dev.ingestion.adapters.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.schedule.CronTimes;
import dev.ingestion.ports.out.CronExpressions;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixCronExpressionsTest {
  private static final LocalDateTime FRIDAY = LocalDateTime.parse("2026-03-27T12:00:30");

  private final CronExpressions cron =
      Guice.createInjector(new CronModule()).getInstance(CronExpressions.class);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * * *            | 2026-03-28T03:00 2026-03-29T03:00",
        "*/20 8-18 * * MON-FRI| 2026-03-27T12:20 2026-03-27T12:40",
        "0 3 * * 0            | 2026-03-29T03:00 2026-04-05T03:00",
        "0 3 * * 7            | 2026-03-29T03:00 2026-04-05T03:00",
        "0  3  * *  sun       | 2026-03-29T03:00 2026-04-05T03:00",
        "0 3 1,15 jan *       | 2027-01-01T03:00 2027-01-15T03:00",
        "0 3 1 * 1            | 2026-03-30T03:00 2026-04-01T03:00",
        "0 0 29 2 *           | 2028-02-29T00:00 2032-02-29T00:00"
      })
  void anExpressionNamesItsTimes(String expression, String times) {
    CronTimes parsed = cron.parse(expression);

    LocalDateTime first = parsed.next(FRIDAY).orElseThrow();
    assertThat(first + " " + parsed.next(first).orElseThrow()).isEqualTo(times);
  }

  @Test
  void anExpressionThatLeavesTheHourOpenSaysSo() {
    assertThat(cron.parse("*/15 * * * *").isEveryHour()).isTrue();
    assertThat(cron.parse("0 */2 * * *").isEveryHour()).isFalse();
    assertThat(cron.parse("0 3 * * *").isEveryHour()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0 3 * *; it has 4 fields",
        "0 0 3 * * *; it has 6 fields",
        "60 3 * * *; 60 not in range [0, 59]",
        "0 3 * * 8; 8 not in range [0, 7]",
        "*/0 * * * *; 0 not in range",
        "5-1 * * * *; Invalid range! [5,1]",
        "0 3 L * *; Invalid chars: L",
        "0 3 30 2 *; a day that never comes",
        "0 3 * * *|30; other characters than",
        "@daily; other characters than",
        "0; it has 1 field.",
        "''; it is empty"
      })
  void aMalformedExpressionIsRefusedWithWhatIsWrongAndAnExample(String expression, String why) {
    assertThatThrownBy(() -> cron.parse(expression))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageStartingWith("'%s' is no cron expression: ", expression)
        .hasMessageContaining(why)
        .hasMessageContaining("'0 3 * * *'");
  }

  /** The library is held to what a crontab means, as somebody would find out by waiting. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theNextTimeIsTheFirstMinuteThatMatches(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 25; i++) {
      Field minute = Field.any(random, 0, 59);
      Field hour = Field.any(random, 0, 23);
      Field day = Field.any(random, 1, 28);
      Field weekday = Field.any(random, 0, 6);
      String expression = "%s %s %s * %s".formatted(minute, hour, day, weekday);
      LocalDateTime after = FRIDAY.plusMinutes(random.nextInt(500_000));

      LocalDateTime expected = after.withSecond(0).plusMinutes(1);
      while (!minute.has(expected.getMinute())
          || !hour.has(expected.getHour())
          || !matches(day, weekday, expected)) {
        expected = expected.plusMinutes(1);
      }
      assertThat(cron.parse(expression).next(after))
          .as("%s after %s", expression, after)
          .contains(expected);
    }
  }

  /** If both days are restricted, either will do. */
  private static boolean matches(Field day, Field weekday, LocalDateTime time) {
    boolean ofMonth = day.has(time.getDayOfMonth());
    boolean ofWeek = weekday.has(time.getDayOfWeek().getValue() % 7);
    return day.open() || weekday.open() ? ofMonth && ofWeek : ofMonth || ofWeek;
  }

  private record Field(String text, List<Integer> values, boolean open) {
    static Field any(Random random, int least, int most) {
      int from = least + random.nextInt(most - least);
      int to = from + random.nextInt(most - from + 1);
      return switch (random.nextInt(4)) {
        case 0 -> new Field("*", List.of(), true);
        case 1 ->
            new Field(from + "-" + to, IntStream.rangeClosed(from, to).boxed().toList(), false);
        case 2 -> new Field(from + "," + to, List.of(from, to), false);
        default -> new Field(Integer.toString(from), List.of(from), false);
      };
    }

    boolean has(int value) {
      return open || values.contains(value);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
