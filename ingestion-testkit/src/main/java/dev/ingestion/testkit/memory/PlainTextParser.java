package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes any bytes as lines of text, each a paragraph; one that begins with {@code #} a heading. */
public final class PlainTextParser implements DocumentParser {
  @Override
  public String fingerprint() {
    return "plain-text-1";
  }

  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    ParsedDocument.Builder builder = ParsedDocument.builder();
    List<String> headings = List.of();
    for (String line : read(name, content).split("\n", -1)) {
      boolean heading = line.startsWith("#");
      String text = heading ? line.substring(1).strip() : line.strip();
      if (heading && !text.isEmpty()) {
        headings = List.of(text);
      }
      builder.add(heading ? BlockKind.HEADING : BlockKind.PARAGRAPH, text, headings, 0);
    }
    ParsedDocument parsed = builder.build(headings.isEmpty() ? "" : headings.get(0), "text/plain");
    if (parsed.isEmpty()) {
      throw new IngestionException(ErrorCode.EMPTY_DOCUMENT, name + " has no text");
    }
    return parsed;
  }

  private static String read(String name, DocumentContent content) {
    try (InputStream in = content.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IngestionException(ErrorCode.DOCUMENT_UNREADABLE, name + " cannot be read", e);
    }
  }
}
