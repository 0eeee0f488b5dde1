package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {
  private static WordPieceTokenizer tokenizer;

  @BeforeAll
  static void load() throws IOException {
    try (InputStream file = ModelFiles.open(ModelFiles.TOKENIZER)) {
      tokenizer = new WordPieceTokenizer(Vocabulary.read(file));
    }
  }

  @Test
  void aTextStandsBetweenTheTokensThatBeginAndEndAnInput() {
    assertThat(tokenizer.encode("hello world")).containsExactly(101, 7592, 2088, 102);
    assertThat(tokenizer.encode("")).containsExactly(101, 102);
  }

  @Test
  void unknownWordsAreCutInPieces() {
    assertThat(tokenizer.encode("resumes")).containsExactly(101, 13746, 2015, 102);
  }

  @Test
  void caseAndAccentsDoNotMatter() {
    assertThat(tokenizer.encode("CAFÉ naïve")).isEqualTo(tokenizer.encode("cafe naive"));
  }

  @Test
  void aWordOfMoreThanAHundredCharactersIsOneUnknownToken() {
    assertThat(tokenizer.encode("a".repeat(101))).containsExactly(101, 100, 102);
    assertThat(tokenizer.count("a".repeat(100))).isGreaterThan(1);
  }

  @Test
  void aWordWithACharacterThatTheVocabularyLacksIsOneUnknownToken() {
    assertThat(tokenizer.encode("abc\u1F5D9".concat("\uD83D\uDE00 z"))).contains(100);
  }

  /** In the library that the model came with, a document could end its own input. */
  @Test
  void theNameOfASpecialTokenInADocumentIsText() {
    assertThat(tokenizer.count("[SEP]")).isEqualTo(3);
    assertThat(tokenizer.encode("[SEP]")).containsOnlyOnce(102);
  }

  @Test
  void wordsAreCountedAloneAsTogether() {
    String[] sentences = {"A job survives.", "It resumes from its checkpoint!", "(See page 12)"};
    int sum = 0;
    for (String sentence : sentences) {
      sum += tokenizer.count(sentence);
    }

    assertThat(tokenizer.count(String.join(" ", sentences))).isEqualTo(sum);
  }
}
