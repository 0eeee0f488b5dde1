package dev.ingestion.planted.domain;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;

final class DomainThatTellsTheTime {
  private DomainThatTellsTheTime() {}

  static List<Object> times() {
    return List.of(
        Instant.now(),
        LocalDateTime.now(),
        System.currentTimeMillis(),
        Clock.systemUTC(),
        InstantSource.system(),
        new Date());
  }
}
