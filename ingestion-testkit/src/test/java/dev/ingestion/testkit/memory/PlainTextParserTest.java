package dev.ingestion.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.testkit.InMemoryContent;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextParserTest {
  private final PlainTextParser parser = new PlainTextParser();

  @Test
  void eachLineIsAParagraphUnderItsHeading() {
    InMemoryContent content = InMemoryContent.of("one\n\n# Part\n two \n");

    ParsedDocument parsed = parser.parse("a", content);

    assertThat(parsed.blocks())
        .containsExactly(
            new Block(BlockKind.PARAGRAPH, "one", List.of(), 0, 0),
            new Block(BlockKind.HEADING, "Part", List.of("Part"), 0, 4),
            new Block(BlockKind.PARAGRAPH, "two", List.of("Part"), 0, 9));
    assertThat(content.openStreams()).isZero();
  }

  @Test
  void aDocumentWithoutTextIsEmpty() {
    assertThatThrownBy(() -> parser.parse("a", InMemoryContent.of(" \n#\n")))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMPTY_DOCUMENT));
  }
}
