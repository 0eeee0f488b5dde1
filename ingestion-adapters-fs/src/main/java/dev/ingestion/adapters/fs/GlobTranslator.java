package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes a regular expression of one {@link Glob}. */
final class GlobTranslator {
  private static final String ANY_FOLDERS = "(?:.*/)?";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inAlternatives;

  GlobTranslator(String glob) {
    this.glob = glob;
  }

  Pattern translate() {
    if (glob.isEmpty() || glob.startsWith("/")) {
      throw malformed("a pattern is relative to the source's root and not empty");
    }
    if (glob.indexOf('/') < 0) {
      regex.append(ANY_FOLDERS);
    }
    while (at < glob.length()) {
      next();
    }
    if (inAlternatives) {
      throw malformed("a '{' is not closed");
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw malformed(e.getDescription());
    }
  }

  private void next() {
    char c = glob.charAt(at);
    if (c == '*') {
      star();
    } else if (c == '[') {
      brackets();
    } else if (c == '?') {
      special("[^/]");
    } else if (c == '{') {
      openAlternatives();
    } else if (c == '}' && inAlternatives) {
      inAlternatives = false;
      special(")");
    } else if (c == ',' && inAlternatives) {
      special("|");
    } else {
      literal();
    }
  }

  private void special(String meaning) {
    regex.append(meaning);
    at++;
  }

  private void literal() {
    if (glob.charAt(at) == '\\') {
      at++;
    }
    if (at == glob.length()) {
      throw malformed("it ends in a '\\'");
    }
    String character = Character.toString(glob.codePointAt(at));
    regex.append(Pattern.quote(character));
    at += character.length();
  }

  private void star() {
    boolean fromFolder = at == 0 || glob.charAt(at - 1) == '/';
    if (fromFolder && glob.startsWith("**/", at)) {
      regex.append(ANY_FOLDERS);
      at += 3;
    } else if (glob.startsWith("**", at)) {
      regex.append(".*");
      at += 2;
    } else {
      special("[^/]*");
    }
  }

  private void openAlternatives() {
    if (inAlternatives) {
      throw malformed("a '{' stands within another");
    }
    inAlternatives = true;
    special("(?:");
  }

  private void brackets() {
    boolean negated = glob.startsWith("!", at + 1) || glob.startsWith("^", at + 1);
    int first = negated ? at + 2 : at + 1;
    int end = glob.indexOf(']', first + 1); // one that comes first is meant literally
    if (end < 0) {
      throw malformed("a '[' is not closed");
    }
    String members = glob.substring(first, end).replaceAll("[\\[\\]\\\\^&~]", "\\\\$0");
    regex.append("(?!/)[").append(negated ? "^" : "").append(members).append(']');
    at = end + 1;
  }

  private IngestionException malformed(String why) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "'%s' is not a valid pattern: %s. Examples: *.md, docs/**, **/drafts/*"
            .formatted(glob, why));
  }
}
