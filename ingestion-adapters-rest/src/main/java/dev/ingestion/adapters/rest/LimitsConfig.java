package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ByteSize;
import java.time.Duration;

/**
 * The keys {@code ingestion.api.limits.*}: what one connection may take.
 *
 * @param head most bytes of a request's first line and headers together
 * @param headTimeout how long they may take from the first byte to the last
 * @param bodyRate least bytes a second of a body, on an average and after ten seconds
 * @param idleTimeout after how long of silence in both directions a connection is closed
 * @param connections most at once; more wait to be accepted
 */
public record LimitsConfig(
    ByteSize head, Duration headTimeout, int bodyRate, Duration idleTimeout, int connections) {
  private static final long LEAST_HEAD = 1_024;
  private static final long MOST_HEAD = 1_048_576;

  public LimitsConfig {
    if (head.bytes() < LEAST_HEAD || head.bytes() > MOST_HEAD) {
      throw new IllegalArgumentException("api.limits.head must be 1 KiB to 1 MiB: " + head);
    }
    requirePositive("head-timeout", headTimeout);
    requirePositive("idle-timeout", idleTimeout);
    if (bodyRate < 0) {
      throw new IllegalArgumentException("api.limits.body-rate must be 0 or more: " + bodyRate);
    }
    if (connections < 1) {
      throw new IllegalArgumentException("api.limits.connections must be 1 or more");
    }
  }

  private static void requirePositive(String key, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException("api.limits.%s must be positive".formatted(key));
    }
  }
}
