package dev.ingestion.app.control;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What is given on a command line and names a place. */
final class Places {
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

  private Places() {}

  /**
   * A path or URL such that it means the same in this process.
   *
   * @param directory where the command was given
   */
  static String from(Path directory, String given) {
    return URL.matcher(given).lookingAt() ? given : directory.resolve(given).toString();
  }
}
