package dev.ingestion.app.engine;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentParser;
import java.util.concurrent.CountDownLatch;

/** A parser that does not come back unless it is interrupted. */
final class HangingParser implements DocumentParser {
  private final DocumentParser parser;
  private final CountDownLatch hanging;

  /**
   * @param hanging counted down by each parse
   */
  HangingParser(DocumentParser parser, CountDownLatch hanging) {
    this.parser = parser;
    this.hanging = hanging;
  }

  @Override
  public String fingerprint() {
    return parser.fingerprint();
  }

  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    hanging.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IngestionException(ErrorCode.INTERNAL_ERROR, "Parsing was interrupted", e);
    }
    throw new AssertionError("Nobody opens the latch");
  }
}
