package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time in which a dependency is away.
 *
 * @param dependency what is away, as people call it
 * @param code of the last error
 * @param message of the last error
 * @param since when the first of its errors came
 * @param next when it is asked again
 */
record Outage(String dependency, ErrorCode code, String message, Instant since, Instant next) {

  /** Why whoever needs the dependency waits, since when, and until when. */
  String reason() {
    return "The %s is away since %s (%s: %s); it is asked again at %s"
        .formatted(
            dependency,
            since.truncatedTo(ChronoUnit.SECONDS),
            code,
            message,
            next.truncatedTo(ChronoUnit.SECONDS));
  }
}
