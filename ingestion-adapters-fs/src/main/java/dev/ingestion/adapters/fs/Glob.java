package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths with {@code /} as separator. {@code *} and {@code ?} stay within a name,
 * {@code **} crosses folders; {@code [a-z]}, <code>{a,b}</code> and {@code \} work as in a shell. A
 * pattern without a slash is matched against the name, at any depth; one that ends in a slash takes
 * everything below.
 */
final class Glob {
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private final Pattern pattern;
  private int at;
  private boolean inAlternatives;

  Glob(String glob) {
    this.glob = glob.endsWith("/") ? glob + "**" : glob;
    if (this.glob.isEmpty() || this.glob.startsWith("/")) {
      throw malformed("a pattern is relative to the source's root and not empty");
    }
    if (this.glob.indexOf('/') < 0) {
      regex.append("(?:.*/)?");
    }
    while (at < this.glob.length()) {
      translate(this.glob.charAt(at++));
    }
    if (inAlternatives) {
      throw malformed("a '{' is not closed");
    }
    try {
      pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw malformed(e.getDescription());
    }
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  boolean matchesAllBelow(String folder) {
    return glob.endsWith("/**") && matches(folder + "/");
  }

  private void translate(char c) {
    switch (c) {
      case '*' -> star();
      case '?' -> regex.append("[^/]");
      case '[' -> brackets();
      case '{' -> {
        if (inAlternatives) {
          throw malformed("a '{' stands within another");
        }
        inAlternatives = true;
        regex.append("(?:");
      }
      case '}' -> {
        regex.append(inAlternatives ? ")" : "\\}");
        inAlternatives = false;
      }
      case ',' -> regex.append(inAlternatives ? "|" : ",");
      case '\\' -> {
        if (at == glob.length()) {
          throw malformed("it ends in a '\\'");
        }
        literal(glob.codePointAt(at));
      }
      default -> {
        at--;
        literal(glob.codePointAt(at));
      }
    }
  }

  private void literal(int codePoint) {
    regex.append(Pattern.quote(Character.toString(codePoint)));
    at += Character.charCount(codePoint);
  }

  private void star() {
    if (!glob.startsWith("*", at)) {
      regex.append("[^/]*");
      return;
    }
    at++;
    boolean fromFolder = at == 2 || glob.charAt(at - 3) == '/';
    if (fromFolder && glob.startsWith("/", at)) {
      at++;
      regex.append("(?:.*/)?");
    } else {
      regex.append(".*");
    }
  }

  private void brackets() {
    // A ']' that comes first is meant literally.
    boolean negated = glob.startsWith("!", at) || glob.startsWith("^", at);
    int first = negated ? at + 1 : at;
    int end = glob.indexOf(']', first + 1);
    if (end < 0) {
      throw malformed("a '[' is not closed");
    }
    String members = glob.substring(first, end);
    regex
        .append("(?!/)[")
        .append(negated ? "^" : "")
        .append(members.replaceAll("([\\[\\]\\\\^&~])", "\\\\$1"))
        .append(']');
    at = end + 1;
  }

  private IngestionException malformed(String why) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "'%s' is not a valid pattern: %s. Examples: *.md, docs/**, **/drafts/*"
            .formatted(glob, why));
  }
}
