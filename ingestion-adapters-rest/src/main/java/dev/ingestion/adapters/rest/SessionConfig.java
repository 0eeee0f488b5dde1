package dev.ingestion.adapters.rest;

import java.time.Duration;

/**
 * The keys {@code ingestion.api.session.*}.
 *
 * @param lifetime of a login, whether it is used or not
 * @param most logins at once; one more ends the oldest
 */
public record SessionConfig(Duration lifetime, int most) {
  public SessionConfig {
    if (lifetime.toSeconds() < 1) {
      throw new IllegalArgumentException("api.session.lifetime must be a second or more");
    }
    if (most < 1) {
      throw new IllegalArgumentException("api.session.most must be 1 or more: " + most);
    }
  }
}
