package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.testkit.DocumentParserContract;
import dev.ingestion.testkit.SampleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.tika.parser.CompositeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TikaDocumentParserTest extends DocumentParserContract {
  @TempDir private Path folder;
  private Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Fixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  protected DocumentParser parser() {
    return fixture.parser;
  }

  @ParameterizedTest
  @EnumSource
  void theSamplesOfTheTestkitAreThoseThatTheGeneratorMakes(SampleDocument sample)
      throws IOException {
    assertThat(fixture.parse(sample.fileName(), SampleGenerator.make(sample)))
        .isEqualTo(fixture.parse(sample.fileName(), sample.bytes()));
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoTemporaryFiles(SampleDocument sample) throws IOException {
    fixture.parse(sample.fileName(), sample.bytes());

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aNameThatIsNoFileNameIsOnlyAHint() {
    String name = "https://example.org/?q=\0/é." + "x".repeat(300);

    assertThat(fixture.parse(name, SampleDocument.PDF.bytes()))
        .isEqualTo(fixture.parse("a.pdf", SampleDocument.PDF.bytes()));
  }

  @Test
  void noneOfTikasParsersStartsAnotherProgram() {
    CompositeParser parsers = (CompositeParser) new TikaLibrary().parser();

    assertThat(parsers.getAllComponentParsers())
        .hasSizeGreaterThan(40)
        .extracting(parser -> parser.getClass().getName())
        .noneMatch(name -> name.contains(".ocr.") || name.contains(".external."));
  }

  @Test
  void removesTheTemporaryFilesOfAProcessThatDied() throws IOException {
    Path leftover = fixture.dataRoot.own("tmp").resolve("parser/apache-tika-1.tmp");
    Files.createDirectories(leftover.getParent());
    Files.createFile(leftover);

    fixture.host.start();

    assertThat(leftover).doesNotExist();
  }

  @Test
  void theFingerprintChangesWithEveryLimit() {
    TikaConfig defaults = Fixture.DEFAULTS;
    TikaConfig patient =
        new TikaConfig(
            Duration.ofSeconds(61),
            defaults.maxDepth(),
            defaults.maxEmbedded(),
            defaults.maxOutput(),
            defaults.maxUnpacked());

    try (Fixture other = new Fixture(folder, patient)) {
      assertThat(other.parser.fingerprint())
          .isNotEqualTo(fixture.parser.fingerprint())
          .contains("Apache Tika 3");
    }
  }
}
