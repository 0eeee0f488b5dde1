package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a source is to be ingested again by itself. */
final class ScheduleOptions {
  private static final Pattern INTERVAL = Pattern.compile("([0-9]{1,9})\\s*(s|m|min|h|d)");

  @Option(
      names = "--every",
      paramLabel = "INTERVAL",
      description = "Keep a schedule: again after so long, for example 15m, 6h or 1d.")
  @Nullable Every every;

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      description = "Keep a schedule: at times of the day, for example '0 3 * * *'.")
  @Nullable String cron;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "Whose clocks --cron means, for example Europe/Berlin; otherwise this machine's.")
  @Nullable ZoneId zone;

  boolean isEmpty() {
    return every == null && cron == null;
  }

  /**
   * @return null if none is asked for
   * @throws IngestionException INVALID_ARGUMENT if too much is
   */
  @Nullable Schedule schedule() {
    if (every != null && cron != null) {
      throw misused("A schedule has either --every or --cron");
    } else if (zone != null && cron == null) {
      throw misused("--zone says whose clocks --cron means, and there is no --cron");
    } else if (cron != null) {
      return new Cron(cron, zone == null ? ZoneId.systemDefault() : zone);
    }
    return every;
  }

  private static IngestionException misused(String how) {
    return new IngestionException(ErrorCode.INVALID_ARGUMENT, how);
  }

  static Every every(String text) {
    Matcher parts = INTERVAL.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw misused(
          "'%s' is no interval: give a number with a unit, for example 90s, 15m, 6h or 1d"
              .formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return new Every(
        switch (parts.group(2)) {
          case "d" -> Duration.ofDays(number);
          case "h" -> Duration.ofHours(number);
          case "m", "min" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        });
  }

  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw misused(
          "There is no time zone '%s': give its name, for example Europe/Berlin or UTC"
              .formatted(text));
    }
  }
}
