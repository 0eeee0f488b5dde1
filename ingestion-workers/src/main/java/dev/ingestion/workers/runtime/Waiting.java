package dev.ingestion.workers.runtime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Why a job does not come on although it runs. Thread-safe. */
final class Waiting {
  private volatile @Nullable String away;
  private volatile @Nullable String source;
  private volatile @Nullable Postponed postponed;

  private record Postponed(String why, Instant until) {}

  /**
   * @param reason null if the model answers
   */
  void away(@Nullable String reason) {
    away = reason;
  }

  /**
   * @param reason null if the source answers
   */
  void source(@Nullable String reason) {
    source = reason;
  }

  /** A batch failed and is tried again later. */
  void postponed(String why, Instant until) {
    postponed = new Postponed(why, until);
  }

  /** A batch was done. */
  void worked() {
    postponed = null;
  }

  /** Null if the job does not wait. */
  @Nullable String reason() {
    String outage = away == null ? source : away;
    Postponed last = postponed;
    if (outage != null || last == null) {
      return outage;
    }
    return "The last batch failed (%s) and is tried again at %s"
        .formatted(last.why(), last.until().truncatedTo(ChronoUnit.SECONDS));
  }
}
