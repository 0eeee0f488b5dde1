package dev.ingestion.domain.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingInputTest {
  private static final List<String> HEADINGS = List.of("one two", "three four", "five");

  @Test
  void headingsStandBeforeTheText() {
    assertThat(input(HEADINGS, 100)).isEqualTo("one two > three four > five\nthe text");
  }

  @Test
  void outerHeadingsAreLeftOutFirstWhenNotAllFit() {
    assertThat(input(HEADINGS, 8)).isEqualTo("three four > five\nthe text");
    assertThat(input(HEADINGS, 5)).isEqualTo("five\nthe text");
    assertThat(input(HEADINGS, 2)).isEqualTo("the text");
  }

  @Test
  void theTextIsTakenWholeEvenIfItIsTooLong() {
    assertThat(input(HEADINGS, 1)).isEqualTo("the text");
  }

  @Test
  void withoutHeadingsTheTextIsAll() {
    assertThat(input(List.of(), 100)).isEqualTo("the text");
  }

  private static String input(List<String> headings, int maxTokens) {
    return EmbeddingInput.of(headings, "the text", Counters::words, maxTokens);
  }
}
