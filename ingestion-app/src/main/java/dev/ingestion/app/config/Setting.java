package dev.ingestion.app.config;

/**
 * A setting in effect.
 *
 * @param variable the environment variable that sets it; empty if none does
 * @param value as it was given; a secret is not shown
 * @param origin "default", or the file and line, variable or option that gave it
 */
public record Setting(String key, String variable, String value, String origin) {
  static final String HIDDEN = "(hidden)";

  /** Whether nobody has set it. */
  public boolean hasDefault() {
    return origin.equals(Origins.DEFAULT);
  }
}
