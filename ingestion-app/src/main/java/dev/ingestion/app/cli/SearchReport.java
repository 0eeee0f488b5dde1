package dev.ingestion.app.cli;

import dev.ingestion.ports.in.SearchService.Hit;
import dev.ingestion.ports.in.SearchService.Result;
import dev.ingestion.ports.in.view.SearchView;
import java.util.Locale;
import java.util.regex.Pattern;

/** The passages that were found, best first. */
final class SearchReport {
  private static final int WIDEST = 100;
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String INDENT = "    ";
  private static final char MATCH = '\u0001';
  private static final char END_OF_MATCH = '\u0002';

  private final Terminal terminal;
  private final boolean manySources;
  private final boolean json;

  /**
   * @param manySources whether the source of a document must be named
   */
  SearchReport(Terminal terminal, boolean manySources, boolean json) {
    this.terminal = terminal;
    this.manySources = manySources;
    this.json = json;
  }

  void print(Result result) {
    if (json) {
      Json.print(terminal.out(), SearchView.of(result, manySources));
    } else if (result.hits().isEmpty()) {
      terminal.out().println("Nothing found.");
    } else {
      for (int i = 0; i < result.hits().size(); i++) {
        if (i > 0) {
          terminal.out().println();
        }
        print(i + 1, result.hits().get(i));
      }
    }
  }

  private void print(int number, Hit hit) {
    String source = manySources ? hit.source() + ":" : "";
    String page = hit.page() > 0 ? "  page " + hit.page() : "";
    String score = String.format(Locale.ROOT, "  %.3f", hit.score());
    terminal
        .out()
        .println(
            "%2d  %s%s"
                .formatted(
                    number,
                    terminal.bold(Words.printable(source + hit.document())),
                    terminal.dim(page + score)));
    if (!hit.headings().isEmpty()) {
      terminal.out().println(INDENT + Words.oneLine(Words.headings(hit.headings())));
    }
    printWrapped(hit.snippet());
  }

  /** Breaks at spaces; the marks around matching words take no room. */
  private void printWrapped(String snippet) {
    int room = Math.min(terminal.columns(), WIDEST) - INDENT.length();
    StringBuilder line = new StringBuilder();
    int width = 0;
    boolean inMatch = false;
    for (String word : SPACES.splitAsStream(snippet.strip()).toList()) {
      int length = Words.printable(unmarked(word)).length();
      if (width > 0 && width + 1 + length > room) {
        terminal.out().println(INDENT + line);
        line.setLength(0);
        width = 0;
      }
      line.append(width > 0 ? " " : "").append(highlighted(word, inMatch));
      width += (width > 0 ? 1 : 0) + length;
      inMatch =
          word.lastIndexOf(MATCH) > word.lastIndexOf(END_OF_MATCH)
              || (inMatch && word.indexOf(END_OF_MATCH) < 0);
    }
    terminal.out().println(INDENT + line);
  }

  /** Each word carries its own styles, so that a match of several words survives a line's end. */
  private String highlighted(String word, boolean inMatch) {
    StringBuilder shown = new StringBuilder();
    boolean matching = inMatch;
    int from = 0;
    for (int i = 0; i <= word.length(); i++) {
      boolean mark =
          i == word.length() || word.charAt(i) == MATCH || word.charAt(i) == END_OF_MATCH;
      if (mark) {
        String part = Words.printable(word.substring(from, i));
        shown.append(matching && !part.isEmpty() ? terminal.bold(part) : part);
        matching = i < word.length() && word.charAt(i) == MATCH;
        from = i + 1;
      }
    }
    return shown.toString();
  }

  private static String unmarked(String text) {
    return text.replaceAll("[" + MATCH + END_OF_MATCH + "]", "");
  }
}
