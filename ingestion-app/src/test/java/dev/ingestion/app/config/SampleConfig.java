package dev.ingestion.app.config;

import dev.ingestion.domain.ByteSize;
import java.nio.file.Path;
import java.time.Duration;

/** A component of each type that a setting can have, and rules about one and about two of them. */
record SampleConfig(
    String name,
    boolean fast,
    int legs,
    long steps,
    double speed,
    Duration pause,
    Path home,
    ByteSize weight,
    Color coatColor) {
  enum Color {
    WHITE,
    LIGHT_BROWN
  }

  SampleConfig {
    if (legs < 0) {
      throw new IllegalArgumentException("legs must not be negative");
    }
    if (speed < 0) {
      throw new IllegalArgumentException("speed must not be negative");
    }
    if (legs == 0 && !fast) {
      throw new IllegalArgumentException("what has no legs must be fast");
    }
  }
}
