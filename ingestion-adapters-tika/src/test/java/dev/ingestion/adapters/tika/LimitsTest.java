package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final ByteSize MEGABYTE = ByteSize.ofMegabytes(1);

  @TempDir private Path folder;

  @Test
  void aDocumentWithTooMuchTextFailsAndIsNotCut() {
    String sentence = "All work and no play makes Jack a dull boy.\n\n";
    TikaConfig config = Fixture.limits(10, 10, 10_000, MEGABYTE);

    Fixture fixture = new Fixture(folder, config);
    for (String name : new String[] {"a.txt", "a.html", "a.md", "a.csv"}) {
      assertThat(fixture.refuse(name, bytes(sentence.repeat(500))))
          .as(name)
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("10,000 characters")
          .hasMessageContaining("parser.max-output");
    }
    assertThat(fixture.parse("a.txt", sentence.repeat(200)).blocks()).hasSize(200);
  }

  @Test
  void aDocumentOfOneParagraphWithoutEndFailsToo() {
    TikaConfig config = Fixture.limits(10, 10, 10_000, MEGABYTE);
    byte[] rtf = bytes("{\\rtf1 " + "word ".repeat(10_000) + "\\par}");

    Fixture fixture = new Fixture(folder, config);
    assertThat(fixture.refuse("a.rtf", rtf).code()).isEqualTo(ErrorCode.PARSE_LIMIT_EXCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros.txt", "zeros.bin", "zeros"})
  void anArchiveThatUnpacksToGigabytesIsRefused(String member) {
    byte[] bomb = new Zip().addRepeated(member, "", '\0', 60).bytes();
    TikaConfig config = Fixture.limits(10, 10, 100_000_000, ByteSize.ofMegabytes(50));

    Fixture fixture = new Fixture(folder, config);
    assertThat(fixture.refuse("bomb.zip", bomb))
        .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
        .hasMessageContaining("50 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros.txt.gz", "zeros.bin.gz"})
  void aCompressedFileThatUnpacksToGigabytesIsRefused(String name) throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[60 << 20]);
    }
    TikaConfig config = Fixture.limits(10, 10, 100_000_000, ByteSize.ofMegabytes(50));

    Fixture fixture = new Fixture(folder, config);
    assertThat(fixture.refuse(name, bomb.toByteArray()))
        .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
        .hasMessageContaining("50 MiB");
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

    Fixture fixture = new Fixture(folder);
    assertThat(fixture.refuse("bomb.docx", bomb).code()).isEqualTo(ErrorCode.PARSE_LIMIT_EXCEEDED);
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

    Fixture fixture = new Fixture(folder, Fixture.limits(3, 10, 1000, MEGABYTE));
    if (read) {
      assertThat(Fixture.texts(fixture.parse(name, content))).contains("At the bottom.");
    } else {
      assertThat(fixture.refuse(name, content))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("parser.max-depth");
    }
  }

  @Test
  void anArchiveOfTooManyDocumentsIsRefused() {
    Zip zip = new Zip();
    for (int i = 0; i < 11; i++) {
      zip.add(i + ".txt", "Text " + i);
    }

    Fixture fixture = new Fixture(folder, Fixture.limits(3, 10, 1000, MEGABYTE));
    assertThat(fixture.refuse("a.zip", zip.bytes()))
        .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
        .hasMessageContaining("parser.max-embedded");
  }

  @Test
  void picturesDoNotCountAsDocuments() {
    Zip zip = new Zip().add("a.txt", "Text");
    for (int i = 0; i < 20; i++) {
      zip.add(i + ".png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    }

    Fixture fixture = new Fixture(folder, Fixture.limits(3, 10, 1000, MEGABYTE));
    assertThat(Fixture.texts(fixture.parse("a.zip", zip.bytes()))).containsExactly("a.txt", "Text");
  }

  @Test
  void markupThatIsNestedWithoutEndCostsItsDocumentOnly() {
    Fixture fixture = new Fixture(folder);
    assertThat(fixture.refuse("a.md", bytes("> ".repeat(100_000) + "deep")).code())
        .isEqualTo(ErrorCode.PARSE_LIMIT_EXCEEDED);
    assertThat(Fixture.texts(fixture.parse("b.md", "shallow"))).containsExactly("shallow");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
