package dev.ingestion.adapters.lucene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts the part out of a text that says most about a query, and marks the query's words in it. */
final class Snippet {
  private static final char MARK = '\u0001';
  private static final char UNMARK = '\u0002';
  private static final char CUT = '…';

  private final String text;

  /** Matching words, one behind the other. */
  private final List<WordAnalyzer.Word> matches = new ArrayList<>();

  private Snippet(String text, Set<String> words) {
    // A mark that stands in the text itself would be taken for ours.
    this.text = text.replace(MARK, ' ').replace(UNMARK, ' ');
    WordAnalyzer.INSTANCE.forEach(
        this.text,
        word -> {
          if (words.contains(word.term()) && !isPartOfLastMatch(word)) {
            matches.add(word);
          }
          return true;
        });
  }

  /**
   * @param words as {@link WordAnalyzer} gives them
   * @param most characters of the snippet, marks not counted
   */
  static String of(String text, Set<String> words, int most) {
    return new Snippet(text, words).cut(most);
  }

  private boolean isPartOfLastMatch(WordAnalyzer.Word word) {
    return !matches.isEmpty() && word.end() <= matches.get(matches.size() - 1).end();
  }

  private String cut(int most) {
    if (text.length() <= most) {
      return marked(0, text.length());
    }
    int room = Math.max(2, most - 2); // for a sign of the cut at each end
    Run best = bestRun(room);
    int from = begin(best, room);
    int to = end(best, from + room);
    return (from > 0 ? CUT : "") + marked(from, to) + (to < text.length() ? CUT : "");
  }

  /** The run of matches that has most different words, then most matches, in so much room. */
  private Run bestRun(int room) {
    Map<String, Integer> inRun = new HashMap<>();
    Run best = new Run(0, 0, 0, 0);
    int first = 0;
    for (int last = 0; last < matches.size(); last++) {
      inRun.merge(matches.get(last).term(), 1, Integer::sum);
      while (first < last && matches.get(last).end() - matches.get(first).start() > room) {
        inRun.computeIfPresent(matches.get(first).term(), (term, n) -> n == 1 ? null : n - 1);
        first++;
      }
      int start = matches.get(first).start();
      Run run = new Run(start, matches.get(last).end(), inRun.size(), last - first + 1);
      best = run.beats(best) ? run : best;
    }
    return best;
  }

  /** Where a word begins, so that the run is about in the middle. */
  private int begin(Run run, int room) {
    int spare = Math.max(0, room - (run.end - run.start));
    int from = Math.min(run.start - spare / 2, text.length() - room);
    if (from <= 0) {
      return 0;
    }
    while (from < run.start && !isWordStart(from)) {
      from++;
    }
    return from;
  }

  /** Where a word ends, not behind the limit, nor within the run unless that is too long. */
  private int end(Run run, int limit) {
    if (limit >= text.length()) {
      return text.length();
    }
    for (int to = limit; to > run.end; to--) {
      if (Character.isWhitespace(text.charAt(to)) && !Character.isWhitespace(text.charAt(to - 1))) {
        return to;
      }
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }

  private boolean isWordStart(int at) {
    return Character.isWhitespace(text.charAt(at - 1)) && !Character.isWhitespace(text.charAt(at));
  }

  private String marked(int from, int to) {
    StringBuilder marked = new StringBuilder();
    int done = from;
    for (WordAnalyzer.Word match : matches) {
      int start = Math.max(done, match.start());
      int end = Math.min(to, match.end());
      if (start < end) {
        marked.append(text, done, start).append(MARK).append(text, start, end).append(UNMARK);
        done = end;
      }
    }
    return marked.append(text, done, to).toString();
  }

  private record Run(int start, int end, int differentWords, int words) {
    boolean beats(Run other) {
      return differentWords > other.differentWords
          || (differentWords == other.differentWords && words > other.words);
    }
  }
}
