package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.BlockKind;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.mime.MediaType;

/** Reads plain text by its paragraphs, and everything else that is text as code. */
final class TextReader implements PartReader {
  private static final Set<String> PROSE =
      Set.of(
          "text/plain",
          "text/asciidoc",
          "text/troff",
          "text/vtt",
          "text/x-log",
          "text/x-rst",
          "text/x-tex",
          "application/x-tex");

  private static final Pattern BLANK_LINE = Pattern.compile("\\R\\h*\\R");

  private final TextDecoder decoder;

  TextReader(TextDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public String read(Part part, Outline outline, ParseBudget budget) throws IOException {
    String text = decoder.decode(budget.readText(part.stream()), part.metadata());
    BlockKind kind = isProse(part.type()) ? BlockKind.PARAGRAPH : BlockKind.CODE;
    BLANK_LINE
        .splitAsStream(text)
        .map(kind == BlockKind.CODE ? Texts::code : Texts::normalised)
        .forEach(paragraph -> outline.add(kind, paragraph));
    return "";
  }

  private static boolean isProse(MediaType type) {
    return PROSE.contains(type.getBaseType().toString());
  }
}
