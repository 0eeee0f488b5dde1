package dev.ingestion.adapters.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The tokens of a model and their numbers. Immutable. */
final class Vocabulary {
  static final int ABSENT = -1;

  private static final String CONTINUATION = "##";

  private final Map<String, Integer> beginnings = new HashMap<>(1 << 16);
  private final Map<String, Integer> continuations = new HashMap<>(1 << 14);

  /**
   * @param json a {@code tokenizer.json}, of which only {@code model.vocab} is read
   */
  static Vocabulary read(InputStream json) throws IOException {
    Vocabulary vocabulary = new Vocabulary();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (!"vocab".equals(parser.nextFieldName())) {
        if (parser.currentToken() == null) {
          throw new IOException("No vocabulary in the tokenizer's file");
        }
      }
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        vocabulary.put(parser.currentName(), parser.nextIntValue(ABSENT));
      }
    }
    return vocabulary;
  }

  private Vocabulary() {}

  private void put(String token, int id) {
    if (token.startsWith(CONTINUATION)) {
      continuations.put(token.substring(CONTINUATION.length()), id);
    } else {
      beginnings.put(token, id);
    }
  }

  /**
   * @return the token of this part of a word, {@link #ABSENT} if there is none
   */
  int find(String word, int start, int end) {
    Map<String, Integer> pieces = start == 0 ? beginnings : continuations;
    return pieces.getOrDefault(word.substring(start, end), ABSENT);
  }

  int unknown() {
    return special("[UNK]");
  }

  /** Begins every input. */
  int first() {
    return special("[CLS]");
  }

  /** Ends every input. */
  int last() {
    return special("[SEP]");
  }

  private int special(String token) {
    return Objects.requireNonNull(beginnings.get(token), token);
  }
}
