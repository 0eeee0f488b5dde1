package dev.ingestion.adapters.fs;

import java.util.regex.Pattern;

/**
 * A pattern of paths with {@code /} as separator. {@code *} and {@code ?} stay within a name,
 * {@code **} crosses folders; {@code [a-z]}, <code>{a,b}</code> and {@code \} work as in a shell. A
 * pattern without a slash is matched against the name, at any depth; one that ends in a slash takes
 * everything below.
 */
final class Glob {
  private final Pattern pattern;
  private final boolean takesAllBelow;

  /**
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if the pattern is malformed
   */
  Glob(String glob) {
    String whole = glob.endsWith("/") ? glob + "**" : glob;
    pattern = new GlobTranslator(whole).translate();
    takesAllBelow = whole.endsWith("/**");
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** Whether nothing below the folder fails to match. */
  boolean matchesAllBelow(String folder) {
    return takesAllBelow && matches(folder + "/");
  }
}
