package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.testkit.DocumentParserContract;
import dev.ingestion.testkit.SampleDocument;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parser as it is wired: in processes of its own, which the tests share. */
class TikaDocumentParserIT extends DocumentParserContract {
  @TempDir private static Path folder;
  private static ProcessHost host;
  private static DocumentParser parser;

  @BeforeAll
  static void open() {
    host = new ProcessHost(Fixture.DEFAULTS, Fixture.PROCESSES, new DataRoot(folder));
    host.start();
    parser = new TikaDocumentParser(host, Fixture.DEFAULTS, Fixture.PROCESSES);
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @Override
  protected DocumentParser parser() {
    return parser;
  }

  @ParameterizedTest
  @EnumSource
  void givesTheDocumentThatTheParserGivesInOurOwnProcess(SampleDocument sample) {
    assertThat(parser.parse(sample.fileName(), sample.content()))
        .isEqualTo(new Fixture(folder).parse(sample.fileName(), sample.bytes()));
  }
}
