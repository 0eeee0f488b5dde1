package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.testkit.InMemoryContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A parser whose formats and limits are tested. It runs in the tests' own process, which loads Tika
 * once; what processes add to it is tested with {@link ProcessFixture}.
 */
final class Fixture {
  static final TikaConfig DEFAULTS = limits(10, 1000, 10_000_000, ByteSize.ofMegabytes(1024));
  static final ParserProcessConfig PROCESSES =
      new ParserProcessConfig(ByteSize.ofMegabytes(128), 2, 1000);

  private static final TikaLibrary TIKA = new TikaLibrary();

  final TikaDocumentParser parser;

  Fixture(Path folder) {
    this(folder, DEFAULTS);
  }

  Fixture(Path folder, TikaConfig limits) {
    Extraction extraction = new DocumentExtractor(TIKA, new TemporaryFolder(folder), limits);
    this.parser =
        new TikaDocumentParser(
            (name, content) -> hosted(extraction, name, content), limits, PROCESSES);
  }

  private static ParsedDocument hosted(
      Extraction extraction, String name, DocumentContent content) {
    try {
      return extraction.extract(name, content, () -> {});
    } catch (RuntimeException | Error e) {
      throw Refusal.of(e).exception();
    }
  }

  /** Limits that may be reached; the others are far away. */
  static TikaConfig limits(int maxDepth, int maxEmbedded, int maxOutput, ByteSize maxUnpacked) {
    return new TikaConfig(
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        maxDepth,
        maxEmbedded,
        ByteSize.ofMegabytes(100),
        maxOutput,
        maxUnpacked);
  }

  ParsedDocument parse(String name, String text) {
    return parser.parse(name, InMemoryContent.of(text));
  }

  ParsedDocument parse(String name, byte[] bytes) {
    return parser.parse(name, new InMemoryContent(bytes));
  }

  /** The refusal that parsing ends with. */
  IngestionException refuse(String name, DocumentContent content) {
    IngestionException refusal =
        catchThrowableOfType(IngestionException.class, () -> parser.parse(name, content));
    assertThat(refusal).as("Refusal of " + name).isNotNull();
    return refusal;
  }

  IngestionException refuse(String name, byte[] bytes) {
    return refuse(name, new InMemoryContent(bytes));
  }

  static List<String> texts(ParsedDocument document) {
    return document.blocks().stream().map(Block::text).toList();
  }

  /** Each block as its kind, its headings and its text. */
  static List<String> outline(ParsedDocument document) {
    return document.blocks().stream()
        .map(block -> "%s %s %s".formatted(block.kind(), block.headings(), block.text()))
        .toList();
  }
}
