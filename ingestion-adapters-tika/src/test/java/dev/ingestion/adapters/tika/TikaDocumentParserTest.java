package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.testkit.DocumentParserContract;
import dev.ingestion.testkit.SampleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.tika.parser.CompositeParser;
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
  void theFingerprintChangesWithEveryLimit() {
    TikaConfig limits = Fixture.DEFAULTS;
    TikaConfig patient =
        new TikaConfig(
            limits.timeout().plusSeconds(1),
            limits.stallTimeout(),
            limits.maxDepth(),
            limits.maxEmbedded(),
            limits.maxInput(),
            limits.maxOutput(),
            limits.maxUnpacked());

    assertThat(fingerprint(patient, Fixture.PROCESSES))
        .isNotEqualTo(fixture.parser.fingerprint())
        .contains("Apache Tika 3");
    assertThat(fingerprint(limits, new ParserProcessConfig(ByteSize.ofMegabytes(64), 2, 1000)))
        .isNotEqualTo(fixture.parser.fingerprint());
  }

  @Test
  void theFingerprintStaysWithTheNumberOfProcesses() {
    assertThat(
            fingerprint(Fixture.DEFAULTS, new ParserProcessConfig(Fixture.PROCESSES.heap(), 7, 9)))
        .isEqualTo(fixture.parser.fingerprint());
  }

  private static String fingerprint(TikaConfig limits, ParserProcessConfig processes) {
    ParserHost none =
        (name, content) -> {
          throw new AssertionError("Nothing is parsed");
        };
    return new TikaDocumentParser(none, limits, processes).fingerprint();
  }
}
