package dev.ingestion.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the times of a cron expression come in a time zone whose clocks are changed twice a year.
 *
 * <ul>
 *   <li>A time that the clocks leap over comes at the moment of the leap: a nightly run at half
 *       past two is not left out in spring.
 *   <li>A time that comes twice counts the first time only, in autumn.
 *   <li>An expression that {@linkplain CronTimes#isEveryHour leaves the hour open} comes whenever
 *       the clocks show its minutes, which keeps its distances.
 * </ul>
 */
public final class ZonedTimes {
  private static final Duration BEFORE = Duration.ofMinutes(1);

  private final CronTimes times;
  private final ZoneRules rules;

  public ZonedTimes(CronTimes times, ZoneId zone) {
    this.times = times;
    this.rules = zone.getRules();
  }

  /**
   * @return the first instant after this one; empty if there is none ever
   */
  public Optional<Instant> next(Instant after) {
    ZoneOffset offset = rules.getOffset(after);
    Optional<LocalDateTime> named = times.next(LocalDateTime.ofInstant(after, offset));
    @Nullable ZoneOffsetTransition change = rules.nextTransition(after);
    while (named.isPresent()) {
      LocalDateTime time = named.get();
      if (change == null || time.toInstant(offset).isBefore(change.getInstant())) {
        if (times.isEveryHour() || !isRepeated(time, offset)) {
          return Optional.of(time.toInstant(offset));
        }
        named = times.next(time);
      } else if (isLeaptOver(time, change) && !times.isEveryHour()) {
        return Optional.of(change.getInstant());
      } else {
        offset = change.getOffsetAfter();
        named = times.next(change.getDateTimeAfter().minus(BEFORE));
        change = rules.nextTransition(change.getInstant());
      }
    }
    return Optional.empty();
  }

  private boolean isRepeated(LocalDateTime time, ZoneOffset offset) {
    return !rules.getValidOffsets(time).get(0).equals(offset);
  }

  private static boolean isLeaptOver(LocalDateTime time, ZoneOffsetTransition change) {
    return change.isGap() && time.isBefore(change.getDateTimeAfter());
  }
}
