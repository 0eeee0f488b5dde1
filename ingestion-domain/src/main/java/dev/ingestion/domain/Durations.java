package dev.ingestion.domain;

import java.time.Duration;
import java.util.Locale;

/** Durations for people, as {@link ByteSize} is for sizes. Programs get seconds. */
public final class Durations {
  private Durations() {}

  /** For example "0 s", "0.17 s", "6.2 s", "1 min 05 s", "2 h 30 min". */
  public static String inWords(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.isZero()) {
      return "0 s";
    } else if (seconds < 60) {
      double exact = duration.toMillis() / 1000.0;
      return String.format(Locale.ROOT, Math.abs(exact) < 1 ? "%.2f s" : "%.1f s", exact);
    } else if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }
}
