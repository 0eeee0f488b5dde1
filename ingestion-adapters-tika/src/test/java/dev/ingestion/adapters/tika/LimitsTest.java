package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.testkit.SampleDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ByteSize MEGABYTE = ByteSize.ofMegabytes(1);

  @TempDir private Path folder;

  @Test
  void aDocumentWithTooMuchTextFailsAndIsNotCut() {
    String sentence = "All work and no play makes Jack a dull boy.\n\n";
    TikaConfig config = new TikaConfig(LONG, 10, 10, 10_000, MEGABYTE);

    try (Fixture fixture = new Fixture(folder, config)) {
      for (String name : new String[] {"a.txt", "a.html", "a.md", "a.csv"}) {
        assertThat(fixture.refuse(name, bytes(sentence.repeat(500))))
            .as(name)
            .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
            .hasMessageContaining("10,000 characters")
            .hasMessageContaining("parser.max-output");
      }
      assertThat(fixture.parse("a.txt", sentence.repeat(200)).blocks()).hasSize(200);
    }
  }

  @Test
  void aDocumentOfOneParagraphWithoutEndFailsToo() {
    TikaConfig config = new TikaConfig(LONG, 10, 10, 10_000, MEGABYTE);
    byte[] rtf = bytes("{\\rtf1 " + "word ".repeat(10_000) + "\\par}");

    try (Fixture fixture = new Fixture(folder, config)) {
      assertThat(fixture.refuse("a.rtf", rtf).code()).isEqualTo(ErrorCode.PARSE_LIMIT_EXCEEDED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros.txt", "zeros.bin", "zeros"})
  void anArchiveThatUnpacksToGigabytesIsRefused(String member) {
    byte[] bomb = new Zip().addRepeated(member, "", '\0', 60).bytes();
    TikaConfig config = new TikaConfig(LONG, 10, 10, 100_000_000, ByteSize.ofMegabytes(50));

    try (Fixture fixture = new Fixture(folder, config)) {
      assertThat(fixture.refuse("bomb.zip", bomb))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("50 MiB");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros.txt.gz", "zeros.bin.gz"})
  void aCompressedFileThatUnpacksToGigabytesIsRefused(String name) throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[60 << 20]);
    }
    TikaConfig config = new TikaConfig(LONG, 10, 10, 100_000_000, ByteSize.ofMegabytes(50));

    try (Fixture fixture = new Fixture(folder, config)) {
      assertThat(fixture.refuse(name, bomb.toByteArray()))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("50 MiB");
    }
  }

  @Test
  void anOfficeDocumentThatUnpacksToGigabytesIsRefused() {
    byte[] bomb =
        new Zip()
            .add(
                "[Content_Types].xml",
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                  <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
                </Types>""")
            .add(
                "_rels/.rels",
                """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                  <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
                </Relationships>""")
            .addRepeated("word/document.xml", "<document>", ' ', 60)
            .bytes();

    try (Fixture fixture = new Fixture(folder)) {
      assertThat(fixture.refuse("bomb.docx", bomb).code())
          .isEqualTo(ErrorCode.PARSE_LIMIT_EXCEEDED);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, true", "4, false"})
  void archivesInArchivesAreReadUpToADepth(int archives, boolean read) {
    byte[] content = bytes("At the bottom.");
    String name = "bottom.txt";
    for (int i = 0; i < archives; i++) {
      content = new Zip().add(name, content).bytes();
      name = "a" + i + ".zip";
    }

    try (Fixture fixture = new Fixture(folder, new TikaConfig(LONG, 3, 10, 1000, MEGABYTE))) {
      if (read) {
        assertThat(Fixture.texts(fixture.parse(name, content))).contains("At the bottom.");
      } else {
        assertThat(fixture.refuse(name, content))
            .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
            .hasMessageContaining("parser.max-depth");
      }
    }
  }

  @Test
  void anArchiveOfTooManyDocumentsIsRefused() {
    Zip zip = new Zip();
    for (int i = 0; i < 11; i++) {
      zip.add(i + ".txt", "Text " + i);
    }

    try (Fixture fixture = new Fixture(folder, new TikaConfig(LONG, 3, 10, 1000, MEGABYTE))) {
      assertThat(fixture.refuse("a.zip", zip.bytes()))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("parser.max-embedded");
    }
  }

  @Test
  void picturesDoNotCountAsDocuments() {
    Zip zip = new Zip().add("a.txt", "Text");
    for (int i = 0; i < 20; i++) {
      zip.add(i + ".png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    }

    try (Fixture fixture = new Fixture(folder, new TikaConfig(LONG, 3, 10, 1000, MEGABYTE))) {
      assertThat(Fixture.texts(fixture.parse("a.zip", zip.bytes())))
          .containsExactly("a.txt", "Text");
    }
  }

  @Test
  void aParseThatDoesNotEndInTimeIsGivenUpAndHoldsNobodyElse() {
    Semaphore stuck = new Semaphore(0);
    DocumentContent hanging =
        new StubContent(
            () -> {
              stuck.acquireUninterruptibly();
              return InputStream.nullInputStream();
            });
    TikaConfig config = new TikaConfig(Duration.ofMillis(50), 3, 10, 1000, MEGABYTE);

    try (Fixture fixture = new Fixture(folder, config)) {
      assertThat(fixture.refuse("a.txt", hanging))
          .returns(ErrorCode.PARSE_TIMEOUT, IngestionException::code)
          .hasMessageContaining("0.05 s");
      await().untilAsserted(() -> assertThat(fixture.host.abandoned()).isEqualTo(1));

      stuck.release();
      await().untilAsserted(() -> assertThat(fixture.host.abandoned()).isZero());
    }
  }

  @Test
  void aParseThatWasGivenUpStopsAtItsNextStep() {
    DocumentContent endless =
        new StubContent(
            () ->
                new InputStream() {
                  @Override
                  public int read() {
                    return 'a';
                  }
                });
    TikaConfig config =
        new TikaConfig(Duration.ofMillis(200), 3, 10, 100_000_000, ByteSize.ofMegabytes(1));

    try (Fixture fixture = new Fixture(folder, config)) {
      assertThat(fixture.refuse("endless.txt", endless).code()).isEqualTo(ErrorCode.PARSE_TIMEOUT);
      await().untilAsserted(() -> assertThat(fixture.host.abandoned()).isZero());
    }
  }

  @Test
  void anInterruptedCallerStopsAndStaysInterrupted() {
    try (Fixture fixture = new Fixture(folder)) {
      Thread.currentThread().interrupt();

      IngestionException refusal = fixture.refuse("a.pdf", SampleDocument.PDF.content());

      assertThat(Thread.interrupted()).isTrue();
      assertThat(refusal).hasMessageContaining("interrupted");
    }
  }

  @Test
  void markupThatIsNestedWithoutEndCostsItsDocumentOnly() {
    try (Fixture fixture = new Fixture(folder)) {
      assertThat(fixture.refuse("a.md", bytes("> ".repeat(100_000) + "deep")).code())
          .isEqualTo(ErrorCode.PARSE_LIMIT_EXCEEDED);
      assertThat(Fixture.texts(fixture.parse("b.md", "shallow"))).containsExactly("shallow");
    }
  }

  @Test
  void aParserThatRunsOutOfMemoryCostsItsDocumentOnly() {
    DocumentContent greedy =
        new StubContent(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });

    try (Fixture fixture = new Fixture(folder)) {
      assertThat(fixture.refuse("a.pdf", greedy))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("memory");
      assertThat(Fixture.texts(fixture.parse("b.txt", "small"))).containsExactly("small");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Does something else than giving bytes. */
  private record StubContent(Opening opening) implements DocumentContent {
    @Override
    public long size() {
      return 1;
    }

    @Override
    public InputStream open() {
      return opening.open();
    }
  }

  @FunctionalInterface
  private interface Opening {
    InputStream open();
  }
}
