package dev.ingestion.workers.service;

import dev.ingestion.domain.JobId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/**
 * Makes job ids that sort by time and that a person can tell apart: {@code 20261124T031500-9f3ac1}.
 */
final class JobIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final RandomGenerator random;

  @Inject
  JobIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  Instant now() {
    return clock.instant();
  }

  JobId next() {
    return new JobId("%s-%06x".formatted(TIME.format(now()), random.nextInt(1 << 24)));
  }
}
