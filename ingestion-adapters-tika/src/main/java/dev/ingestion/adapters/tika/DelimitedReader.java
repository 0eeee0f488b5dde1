package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.BlockKind;
import java.io.IOException;
import java.io.StringReader;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads tables whose cells stand between commas, semicolons, tabs or bars. */
final class DelimitedReader implements PartReader {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final int LINES_LOOKED_AT = 20;

  private final TextDecoder decoder;

  DelimitedReader(TextDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public String read(Part part, Outline outline, ParseBudget budget) throws IOException {
    String text = decoder.decode(budget.readText(part.stream()), part.metadata());
    try (CSVParser rows =
        CSVParser.builder().setReader(new StringReader(text)).setFormat(format(text)).get()) {
      for (CSVRecord row : rows) {
        outline.add(BlockKind.TABLE_ROW, TableRow.of(row.stream().map(Texts::normalised).toList()));
      }
    }
    return "";
  }

  /** Forgives what spreadsheets and people write. */
  private static CSVFormat format(String text) {
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(delimiter(text))
        .setLenientEof(true)
        .setTrailingData(true)
        .get();
  }

  /** The one that is most frequent; the first of them if there is none. */
  private static char delimiter(String text) {
    String beginning = text.lines().limit(LINES_LOOKED_AT).collect(Collectors.joining("\n"));
    return DELIMITERS.stream()
        .max(Comparator.comparingLong(candidate -> count(beginning, candidate)))
        .orElseThrow();
  }

  private static long count(String text, char delimiter) {
    boolean quoted = false;
    long count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      count += !quoted && c == delimiter ? 1 : 0;
    }
    return count;
  }
}
