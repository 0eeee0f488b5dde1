package dev.ingestion.domain.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** When something is to be done again and again. */
public sealed interface Schedule {

  /**
   * At a regular distance, whatever the clocks on the wall do.
   *
   * @param interval from a second to a year; anything else is refused with {@link
   *     ErrorCode#INVALID_ARGUMENT}
   */
  record Every(Duration interval) implements Schedule {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(366);

    public Every {
      if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0) {
        throw new IngestionException(
            ErrorCode.INVALID_ARGUMENT,
            "An interval is from one second to 366 days long, for example 15m: "
                + interval.toSeconds()
                + " s");
      }
    }

    /**
     * @param planned when the run that is over, or was missed, should have begun
     * @return the first instant after now that lies whole intervals after the planned one: however
     *     many were missed, one run makes up for them
     */
    public Instant next(Instant planned, Instant now) {
      if (planned.isAfter(now)) {
        return planned;
      }
      long passed = Duration.between(planned, now).dividedBy(interval);
      return planned.plus(interval.multipliedBy(passed + 1));
    }

    @Override
    public String toString() {
      return "every " + (interval.toDays() > 0 ? days() : time(interval));
    }

    private String days() {
      Duration rest = interval.minusDays(interval.toDays());
      return interval.toDays() + "d" + (rest.isZero() ? "" : " " + time(rest));
    }

    private static String time(Duration duration) {
      return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * At the times of the day that an expression names.
   *
   * @param expression of five fields, as cron has them: minute, hour, day of month, month, day of
   *     the week
   * @param zone whose clocks are meant
   */
  record Cron(String expression, ZoneId zone) implements Schedule {
    @Override
    public String toString() {
      return "at \"%s\" in %s".formatted(expression, zone);
    }
  }
}
