package dev.ingestion.app.cli;

import dev.ingestion.domain.job.IngestionState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers, times and other people's text in the form in which they are shown. */
final class Words {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\u200c\\u200d]]");

  /** Said where there is nothing to show because nothing was ever done. */
  static final String NOTHING_YET =
      "There is no knowledge base yet; 'ingestion ingest PATH --kb ID' makes one.";

  private Words() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** For example "1 chunk", "2,000 chunks". */
  static String count(long number, String singular) {
    return count(number) + " " + singular + (number == 1 ? "" : "s");
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%.1f/s", perSecond);
  }

  /** What programs see in capitals, for example "mass delete allowed". */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Of a job, for a table: for example "running, waits". What for is told where it is shown. */
  static String status(IngestionState state) {
    return state.status().inWords() + (state.waiting() == null ? "" : ", waits");
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String headings(List<String> headings) {
    return String.join(" > ", headings);
  }

  /** Names and texts come from documents: what would steer the terminal is shown as "?". */
  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  /** The same, with a capital at its beginning: for what stands behind a colon. */
  static String sentence(String text) {
    String line = oneLine(text);
    return line.isEmpty()
        ? line
        : line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
  }

  /** The same for text of several lines, as one line. */
  static String oneLine(String text) {
    return printable(text.strip().replaceAll("\\s+", " "));
  }
}
