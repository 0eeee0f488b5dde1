package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentCodecTest {
  private static final ParsedDocument DOCUMENT =
      ParsedDocument.builder()
          .add(BlockKind.HEADING, "Über 𝄞", List.of("Über 𝄞"), 1)
          .add(BlockKind.PARAGRAPH, "Text", List.of("Über 𝄞"), 1)
          .add(BlockKind.CODE, "two\n\tlines", List.of("Über 𝄞", "b"), 2)
          .add(BlockKind.TABLE_ROW, "a | b", List.of(), 0)
          .build("Title", "text/markdown");

  @Test
  void aDocumentArrivesAsItWasSent() throws IOException {
    assertThat(read(write(DOCUMENT), 1000)).isEqualTo(DOCUMENT);
  }

  @Test
  void moreTextThanWasAllowedIsNotTaken() throws IOException {
    byte[] bytes = write(DOCUMENT);

    assertThatThrownBy(() -> read(bytes, 4)).isInstanceOf(Frame.GarbledException.class);
  }

  @Test
  void whateverIsDamagedGivesNoOtherErrorThanThatItIs() throws IOException {
    byte[] whole = write(DOCUMENT);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length);
      damaged[i] ^= (byte) 0x80;
      try {
        assertThat(read(damaged, 1000)).isNotNull();
      } catch (IOException whatTheParentExpects) {
        assertThat(whatTheParentExpects).isNotNull();
      }
    }
  }

  @Test
  void aRefusalArrivesAsItWasSent() throws IOException {
    Refusal refusal =
        Refusal.of(new IngestionException(ErrorCode.DOCUMENT_ENCRYPTED, "It is a secret"));

    assertThat(Refusal.decode(refusal.encode())).isEqualTo(refusal);
    assertThat(refusal)
        .returns(ErrorCode.DOCUMENT_ENCRYPTED, Refusal::code)
        .returns("It is a secret", Refusal::message)
        .returns(false, Refusal::worn);
  }

  @Test
  void anErrorWearsItsProcessWhereverItStandsAmongTheCauses() {
    assertThat(Refusal.of(new IllegalStateException(new StackOverflowError())))
        .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, Refusal::code)
        .returns(true, Refusal::worn);
    assertThat(Refusal.of(new NoClassDefFoundError("x")).worn()).isTrue();
  }

  @Test
  void aRefusalFitsIntoOneFrame() throws IOException {
    Refusal refusal =
        Refusal.of(
            new IngestionException(
                ErrorCode.DOCUMENT_CORRUPT,
                "\u20AC".repeat(100_000),
                new IllegalStateException("\u20AC".repeat(100_000))));

    assertThat(refusal.encode().length).isLessThanOrEqualTo(Frame.LARGEST);
  }

  @Test
  void theLimitsArriveInTheProcess() {
    TikaConfig limits = Fixture.limits(3, 5, 7, ByteSize.ofMegabytes(9));

    assertThat(ParserProcess.limits(ParserProcess.arguments(limits).toArray(String[]::new)))
        .isEqualTo(limits);
  }

  private static byte[] write(ParsedDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DocumentCodec.write(document, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static ParsedDocument read(byte[] bytes, int maxOutput) throws IOException {
    return DocumentCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)), maxOutput);
  }
}
