package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.testkit.SampleDocument;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  @TempDir private Path folder;
  private Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Fixture(folder);
  }

  @Test
  void aPdfWithAPasswordIsEncrypted() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument document = Loader.loadPDF(SampleDocument.PDF.bytes())) {
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      document.save(bytes);
    }

    assertThat(fixture.refuse("a.pdf", bytes.toByteArray()))
        .returns(ErrorCode.DOCUMENT_ENCRYPTED, IngestionException::code)
        .hasMessage("It is protected by a password");
  }

  @Test
  void anOfficeDocumentWithAPasswordIsEncrypted() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (POIFSFileSystem container = new POIFSFileSystem()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (OutputStream content = encryptor.getDataStream(container)) {
        content.write(SampleDocument.DOCX.bytes());
      }
      container.writeFilesystem(bytes);
    }

    assertThat(fixture.refuse("a.docx", bytes.toByteArray()).code())
        .isEqualTo(ErrorCode.DOCUMENT_ENCRYPTED);
  }

  @Test
  void anArchiveWithAPasswordIsEncrypted() {
    byte[] zip = new Zip().add("a.txt", "Secret").bytes();
    int central = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    zip[6] |= 1; // the flag of encryption in the member's header
    zip[central + 8] |= 1; // and in the directory

    assertThat(fixture.refuse("a.zip", zip).code()).isEqualTo(ErrorCode.DOCUMENT_ENCRYPTED);
  }

  @Test
  void anImageIsNoDocument() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);

    assertThat(fixture.refuse("scan.png", bytes.toByteArray()))
        .returns(ErrorCode.UNSUPPORTED_TYPE, IngestionException::code)
        .hasMessageContaining("image/png");
    assertThat(fixture.refuse("without-extension", bytes.toByteArray()).code())
        .isEqualTo(ErrorCode.UNSUPPORTED_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise.txt", "noise.md", "noise.csv", "noise.java"})
  void bytesThatAreNoTextAreRefusedWhateverTheirNameSays(String name) {
    byte[] noise = new byte[5_000];
    new Random(1).nextBytes(noise);
    noise[0] = 'a'; // so that no magic number is met

    assertThat(fixture.refuse(name, noise).code()).isEqualTo(ErrorCode.UNSUPPORTED_TYPE);
  }

  @Test
  void aPdfOfPicturesHasNoTextLayer() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.save(bytes);
    }

    assertThat(fixture.refuse("scan.pdf", bytes.toByteArray()))
        .returns(ErrorCode.EMPTY_DOCUMENT, IngestionException::code)
        .hasMessageContaining("no text layer");
  }

  @Test
  void halfAPdfIsCorruptAndSaysSoInWordsForPeople() {
    byte[] whole = SampleDocument.PDF.bytes();

    assertThat(fixture.refuse("a.pdf", Arrays.copyOf(whole, whole.length / 2)))
        .returns(ErrorCode.DOCUMENT_CORRUPT, IngestionException::code)
        .hasMessage("It is cut off: its end is missing");
  }

  @Test
  void aWholePdfWithNonsenseInItIsCorrupt() {
    byte[] nonsense = "%PDF-1.7\nnonsense\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(fixture.refuse("a.pdf", nonsense))
        .returns(ErrorCode.DOCUMENT_CORRUPT, IngestionException::code)
        .hasMessageStartingWith("It is damaged or cut off; its parser says: ")
        .hasMessageNotContaining("Exception")
        .hasMessageNotContaining("org.apache");
  }

  @Test
  void anArchiveOfWhichNothingCanBeReadSaysWhy() throws IOException {
    byte[] pdf = SampleDocument.PDF.bytes();
    byte[] zip = new Zip().add("half.pdf", Arrays.copyOf(pdf, pdf.length / 2)).bytes();

    assertThat(fixture.refuse("a.zip", zip).code()).isEqualTo(ErrorCode.DOCUMENT_CORRUPT);
  }
}
