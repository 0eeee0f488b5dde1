package dev.ingestion.ports.out;

import java.util.Optional;

/**
 * Whether something that the process cannot work without is there. Contributed by whoever has it to
 * a set that {@link dev.ingestion.ports.in.HealthService} asks.
 *
 * <p>Thread-safe. May take a moment, and is given up if it takes longer; writes nothing.
 */
public interface HealthCheck {
  /** What is checked, in a word or two with dashes; no other check has the same. */
  String name();

  /**
   * @return why it cannot be worked with and what to do; empty if all is well
   */
  Optional<String> problem();
}
