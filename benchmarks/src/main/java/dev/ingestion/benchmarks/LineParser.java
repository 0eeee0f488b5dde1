package dev.ingestion.benchmarks;

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

/** Takes a file as one paragraph, so that next to nothing is spent on parsing. Thread-safe. */
final class LineParser implements DocumentParser {
  @Override
  public String fingerprint() {
    return "lines-1";
  }

  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    try (InputStream in = content.open()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ParsedDocument.builder()
          .add(BlockKind.PARAGRAPH, text, List.of(), 0)
          .build(name, "text/plain");
    } catch (IOException e) {
      throw new IngestionException(ErrorCode.DOCUMENT_UNREADABLE, "Cannot read " + name, e);
    }
  }
}
