package dev.ingestion.app.config;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong with the configuration.
 *
 * @param subject the key, or the environment variable, that is at fault
 * @param value as it was given; null if there is none to show
 * @param origin where it was given: a file and line, a variable, an option
 * @param message what is wrong, and what would be right
 */
public record Problem(String subject, @Nullable String value, String origin, String message) {
  @Override
  public String toString() {
    String given = value == null ? subject : "%s = %s".formatted(subject, value);
    return "%s (%s): %s".formatted(given, origin, message);
  }
}
