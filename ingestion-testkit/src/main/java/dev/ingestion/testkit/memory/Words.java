package dev.ingestion.testkit.memory;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words of a text: runs of letters and digits, whatever their case. */
final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private Words() {}

  static Set<String> in(String text) {
    return places(text).map(MatchResult::group).map(Words::folded).collect(Collectors.toSet());
  }

  static Stream<MatchResult> places(String text) {
    return WORD.matcher(text).results();
  }

  static String folded(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
