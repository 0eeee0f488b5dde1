package dev.ingestion.domain.chunking;

import java.util.Set;

/**
 * Finds where sentences end, by rules that fit on a page and do not change with the JDK's locale
 * data.
 *
 * <p>A sentence ends behind a full stop, question or exclamation mark and the quotes or brackets
 * that close with it. In scripts that write without spaces that is all. Elsewhere white space must
 * follow, and neither a lower-case letter after it nor an abbreviation, an initial or the number of
 * a list ("1. First") before it; a blank line ends a sentence too. Where the rules err they rather
 * leave two sentences together.
 */
final class Sentences {
  private static final String TERMINATORS = ".!?…‽؟۔։";

  /** Those of scripts that put no space behind them. */
  private static final String WIDE_TERMINATORS = "。！？．｡।॥።။។";

  private static final char FIRST_FOREIGN_TERMINATOR = '։';

  private static final String CLOSERS = "\"'”’»›)]}」』）】〉》";
  private static final String OPENERS = "\"'“‘„«‹([{";

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Jr", "vs", "No", "Nos", "Fig", "Figs", "Eq",
          "Sec", "Ch", "Vol", "Ed", "Eds", "cf", "al", "approx", "ca", "etc", "Nr", "Abb", "Bd",
          "Hrsg", "bzw", "vgl", "evtl", "ggf");

  /** Characters before a full stop that are looked at; longer words are no abbreviations. */
  private static final int LONGEST_ABBREVIATION = 10;

  private final String text;

  Sentences(String text) {
    this.text = text;
  }

  /**
   * @param from where a sentence begins
   * @param to end of the block it stands in
   * @return offset after its last character that is not white space
   */
  int end(int from, int to) {
    int position = from;
    while (position < to) {
      char c = text.charAt(position);
      if (c == '\n' && isBlankLine(position + 1, to)) {
        return Characters.trimWhite(text, from, position);
      }
      if (isTerminator(c)) {
        int after = skipTail(position + 1, to);
        if (endsSentence(from, position, after, to)) {
          return after;
        }
        position = after;
      } else {
        position++;
      }
    }
    return to;
  }

  private boolean isBlankLine(int from, int to) {
    int position = from;
    while (position < to && text.charAt(position) != '\n') {
      if (!Character.isWhitespace(text.charAt(position))) {
        return false;
      }
      position++;
    }
    return position < to;
  }

  /** Asked of every character, nearly all of which are letters. */
  private static boolean isTerminator(char c) {
    if (c < FIRST_FOREIGN_TERMINATOR) {
      return c == '.' || c == '!' || c == '?';
    }
    return TERMINATORS.indexOf(c) >= 0 || WIDE_TERMINATORS.indexOf(c) >= 0;
  }

  /** More terminators ("?!", "...") and what closes with the sentence. */
  private int skipTail(int from, int to) {
    int position = from;
    while (position < to
        && (isTerminator(text.charAt(position)) || CLOSERS.indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    return position;
  }

  private boolean endsSentence(int from, int terminator, int after, int to) {
    if (after == to || WIDE_TERMINATORS.indexOf(text.charAt(terminator)) >= 0) {
      return true;
    }
    int next = Characters.skipWhite(text, after, to);
    if (next == after || isLowerCase(text.charAt(next))) {
      return false;
    }
    return text.charAt(terminator) != '.' || !isAbbreviated(from, terminator);
  }

  /** Latin, Greek, Cyrillic and Armenian: blocks that have been full for years. */
  private static boolean isLowerCase(char c) {
    return c < 0x0590 && Character.isLowerCase(c);
  }

  private boolean isAbbreviated(int from, int fullStop) {
    int floor = Math.max(from, fullStop - LONGEST_ABBREVIATION);
    int start = fullStop;
    while (start > floor && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    while (start < fullStop && OPENERS.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    String word = text.substring(start, fullStop);
    boolean number = isNumber(word);
    boolean initial = word.length() - word.lastIndexOf('.') == 2 && !number;
    boolean listNumber = number && start == from;
    return initial || listNumber || ABBREVIATIONS.contains(word);
  }

  private static boolean isNumber(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }
}
