package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final int WORDS = 20_000;

  @Test
  void everyTokenIsFoundHoweverManyThereAre() throws IOException {
    Vocabulary vocabulary =
        read(
            IntStream.range(0, WORDS)
                .mapToObj(i -> "\"%s\":%d,\"##%s\":%d".formatted(word(i), i, word(i), WORDS + i))
                .collect(Collectors.joining(",")));

    for (int i = 0; i < WORDS; i++) {
      assertThat(token(vocabulary, Vocabulary.BEGINNING, word(i))).as(word(i)).isEqualTo(i);
      assertThat(token(vocabulary, Vocabulary.CONTINUATION, word(i))).isEqualTo(WORDS + i);
    }
  }

  @Test
  void theBeginningOfATokenIsNone() throws IOException {
    Vocabulary vocabulary = read("\"oak\":7");

    assertThat(token(vocabulary, Vocabulary.BEGINNING, "oa")).isEqualTo(Vocabulary.ABSENT);
    assertThat(token(vocabulary, Vocabulary.BEGINNING, "oaks")).isEqualTo(Vocabulary.ABSENT);
    assertThat(token(vocabulary, Vocabulary.CONTINUATION, "oak")).isEqualTo(Vocabulary.ABSENT);
  }

  @Test
  void aVocabularyWithoutTheTokensOfEveryInputIsNone() throws IOException {
    Vocabulary vocabulary = read("\"oak\":7");

    assertThatThrownBy(vocabulary::first).hasMessageContaining("[CLS]");
  }

  private static String word(int i) {
    return Integer.toString(i, Character.MAX_RADIX);
  }

  private static int token(Vocabulary vocabulary, int start, String word) {
    int piece = start;
    for (int i = 0; i < word.length() && piece != Vocabulary.ABSENT; i++) {
      piece = vocabulary.longer(piece, word.charAt(i));
    }
    return vocabulary.token(piece);
  }

  private static Vocabulary read(String tokens) throws IOException {
    String json = "{\"model\":{\"vocab\":{" + tokens + "}}}";
    return Vocabulary.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
