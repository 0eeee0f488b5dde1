package dev.ingestion.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedDocumentTest {
  @Test
  void everyBlockIsTheSliceOfTheTextThatItSays() {
    ParsedDocument document =
        ParsedDocument.builder()
            .add(BlockKind.HEADING, " A ", List.of("A"), 1)
            .add(BlockKind.PARAGRAPH, " \n\t ", List.of("A"), 1)
            .add(BlockKind.PARAGRAPH, "two\nlines\n", List.of("A"), 2)
            .build(" Title ", "text/plain");

    assertThat(document.title()).isEqualTo("Title");
    assertThat(document.text()).isEqualTo("A\ntwo\nlines\n");
    assertThat(document.blocks()).hasSize(2);
    assertThat(document.blocks())
        .allSatisfy(
            block ->
                assertThat(document.text().substring(block.start(), block.end()))
                    .isEqualTo(block.text()));
  }

  @Test
  void aDocumentOfBlankBlocksIsEmpty() {
    ParsedDocument document =
        ParsedDocument.builder().add(BlockKind.CODE, "  ", List.of(), 0).build("", "text/plain");

    assertThat(document.isEmpty()).isTrue();
    assertThat(document.text()).isEmpty();
  }
}
