package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.testkit.InMemoryContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A parser with its parts, all of the tests' making but Tika, which is loaded once. */
final class Fixture implements AutoCloseable {
  static final TikaConfig DEFAULTS =
      new TikaConfig(Duration.ofSeconds(60), 10, 1000, 10_000_000, ByteSize.ofMegabytes(1024));

  private static final TikaLibrary TIKA = new TikaLibrary();

  final DataRoot dataRoot;
  final InProcessHost host;
  final TikaDocumentParser parser;

  Fixture(Path folder) {
    this(folder, DEFAULTS);
  }

  Fixture(Path folder, TikaConfig config) {
    this.dataRoot = new DataRoot(folder);
    TemporaryFolder temporary = new TemporaryFolder(dataRoot);
    this.host =
        new InProcessHost(new DocumentExtractor(TIKA, temporary, config), temporary, config);
    this.parser = new TikaDocumentParser(host, config);
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

  @Override
  public void close() {
    host.close();
  }
}
