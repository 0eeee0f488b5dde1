package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every parser of documents does. Its limits are its own and are tested where they are. */
public abstract class DocumentParserContract {
  private static final Set<ErrorCode> REFUSALS =
      Set.of(
          ErrorCode.UNSUPPORTED_TYPE,
          ErrorCode.EMPTY_DOCUMENT,
          ErrorCode.DOCUMENT_CORRUPT,
          ErrorCode.DOCUMENT_ENCRYPTED,
          ErrorCode.DOCUMENT_UNREADABLE,
          ErrorCode.PARSE_TIMEOUT,
          ErrorCode.PARSE_LIMIT_EXCEEDED);

  /** Always the same parser, or equal ones, with limits that the samples keep. */
  protected abstract DocumentParser parser();

  @ParameterizedTest
  @EnumSource
  void knowsTheMediaType(SampleDocument sample) {
    assertThat(parse(sample).mediaType()).startsWith(sample.mediaType());
  }

  @ParameterizedTest
  @EnumSource
  void findsTheLastSentenceOnceAndKnowsItsPlace(SampleDocument sample) {
    List<Block> found =
        parse(sample).blocks().stream()
            .filter(block -> block.text().contains(sample.lastSentence()))
            .toList();

    assertThat(found)
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.headings()).isEqualTo(sample.headings());
              assertThat(block.page()).isEqualTo(sample.page());
            });
  }

  @ParameterizedTest
  @EnumSource
  void offsetsPointAtTheTextOfEachBlock(SampleDocument sample) {
    ParsedDocument document = parse(sample);
    int end = 0;
    for (Block block : document.blocks()) {
      assertThat(block.start()).isEqualTo(end);
      assertThat(document.text().substring(block.start(), block.end())).isEqualTo(block.text());
      assertThat(document.text().charAt(block.end())).isEqualTo('\n');
      end = block.end() + 1;
    }
    assertThat(document.text()).hasSize(end);
  }

  @ParameterizedTest
  @EnumSource
  void textIsFitToBeShownAndStored(SampleDocument sample) {
    for (Block block : parse(sample).blocks()) {
      assertThat(block.text()).isEqualTo(block.text().strip()).doesNotContain("\0", "\r");
      if (block.kind() != BlockKind.CODE) {
        assertThat(block.text()).doesNotContain("\n", "\t", "  ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void headingsEndTheirOwnPath(SampleDocument sample) {
    for (Block block : parse(sample).blocks()) {
      if (block.kind() == BlockKind.HEADING) {
        assertThat(block.headings()).last().isEqualTo(block.text());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesAscend(SampleDocument sample) {
    assertThat(parse(sample).blocks()).extracting(Block::page).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void theSameBytesGiveTheSameDocumentOnManyThreads(SampleDocument sample) throws Exception {
    ParsedDocument expected = parse(sample);
    DocumentParser parser = parser();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<ParsedDocument>> parsed =
          threads.invokeAll(
              Collections.nCopies(8, () -> parser.parse(sample.fileName(), sample.content())));
      for (Future<ParsedDocument> document : parsed) {
        assertThat(document.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesWhatItOpens(SampleDocument sample) {
    InMemoryContent content = new InMemoryContent(sample.bytes());

    parser().parse(sample.fileName(), content);

    assertThat(content.openStreams()).isZero();
  }

  /** Whatever a document has lost, parsing ends with a document or with a reason. */
  @ParameterizedTest
  @EnumSource
  void aDocumentThatIsCutOffGivesARefusalOrADocument(SampleDocument sample) {
    byte[] whole = sample.bytes();
    for (int length : new int[] {1, whole.length / 2, whole.length - 1}) {
      InMemoryContent content = new InMemoryContent(Arrays.copyOf(whole, length));
      try {
        assertThat(parser().parse(sample.fileName(), content).blocks()).isNotEmpty();
      } catch (IngestionException refused) {
        assertThat(refused.code()).isIn(REFUSALS);
        assertThat(refused).hasMessageNotContaining("Exception");
      }
      assertThat(content.openStreams()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PDF", "DOCX", "PPTX", "XLSX", "ODT", "EPUB"})
  void halfAFileIsNotTakenForAWholeOne(SampleDocument sample) {
    byte[] half = Arrays.copyOf(sample.bytes(), sample.bytes().length / 2);

    assertThat(refusal(sample.fileName(), new InMemoryContent(half)))
        .isEqualTo(ErrorCode.DOCUMENT_CORRUPT);
  }

  @Test
  void nothingAndWhiteSpaceAreEmpty() {
    assertThat(refusal("a.txt", InMemoryContent.of(""))).isEqualTo(ErrorCode.EMPTY_DOCUMENT);
    assertThat(refusal("a.md", InMemoryContent.of(" \n\t\r\n \u00A0\n")))
        .isEqualTo(ErrorCode.EMPTY_DOCUMENT);
    assertThat(refusal("a.html", InMemoryContent.of("<html><body> <p> </p></body></html>")))
        .isEqualTo(ErrorCode.EMPTY_DOCUMENT);
  }

  @Test
  void noiseIsNoText() {
    byte[] noise = new byte[4096];
    new Random(42).nextBytes(noise);

    assertThat(refusal("noise", new InMemoryContent(noise))).isEqualTo(ErrorCode.UNSUPPORTED_TYPE);
  }

  @Test
  void aSourceThatCannotBeReadIsNotTheDocumentsFault() {
    DocumentContent cannotBeOpened =
        new FailingContent() {
          @Override
          public InputStream open() throws IOException {
            throw new IOException("The share is gone");
          }
        };
    DocumentContent breaksOff =
        new FailingContent() {
          @Override
          public InputStream open() {
            return new BrokenStream();
          }
        };

    assertThat(refusal("a.txt", cannotBeOpened)).isEqualTo(ErrorCode.DOCUMENT_UNREADABLE);
    assertThat(refusal("a.txt", breaksOff)).isEqualTo(ErrorCode.DOCUMENT_UNREADABLE);
    assertThat(refusal("a.pdf", breaksOff)).isEqualTo(ErrorCode.DOCUMENT_UNREADABLE);
  }

  @Test
  void theFingerprintStaysTheSame() {
    assertThat(parser().fingerprint()).isNotBlank().isEqualTo(parser().fingerprint());
  }

  private ParsedDocument parse(SampleDocument sample) {
    return parser().parse(sample.fileName(), sample.content());
  }

  private ErrorCode refusal(String name, DocumentContent content) {
    IngestionException refused =
        catchThrowableOfType(IngestionException.class, () -> parser().parse(name, content));
    assertThat(refused).as("Refusal of " + name).isNotNull();
    return refused.code();
  }

  private abstract static class FailingContent implements DocumentContent {
    @Override
    public long size() {
      return 100;
    }
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("The share is gone");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
