package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Our tokens are those of the tokenizer with which the model is published. */
class ReferenceTokenizerTest {
  private static final int BLOCK = 256;

  /** Beyond this, next to no character is assigned. */
  private static final int END_OF_ASSIGNED_PLANES = 0x30000;

  /** The names of special tokens are text for us and not for the reference. */
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private static HuggingFaceTokenizer reference;
  private static WordPieceTokenizer tokenizer;
  private static Set<Integer> seenDifferently;

  @BeforeContainer
  static void load() throws IOException {
    try (InputStream ours = ModelFiles.open(ModelFiles.TOKENIZER);
        InputStream theirs = ModelFiles.open(ModelFiles.TOKENIZER)) {
      tokenizer = new WordPieceTokenizer(Vocabulary.read(ours));
      reference =
          HuggingFaceTokenizer.newInstance(
              theirs, Map.of("truncation", "false", "padding", "false"));
    }
    seenDifferently = new TreeSet<>();
    for (int first = 0; first < END_OF_ASSIGNED_PLANES; first += BLOCK) {
      if (!agree(embedded(IntStream.range(first, first + BLOCK)))) {
        IntStream.range(first, first + BLOCK)
            .filter(c -> !agree(embedded(IntStream.of(c))))
            .forEach(seenDifferently::add);
      }
    }
  }

  @AfterContainer
  static void close() {
    reference.close();
  }

  /** The reference's tables are those of Unicode 8, Java's are newer, each version's by more. */
  @Example
  void everyCharacterIsSeenAlike() {
    assertThat(seenDifferently).isEmpty();
  }

  @Property(tries = 3_000)
  void everyTextHasTheSameTokens(@ForAll("texts") String text) {
    assertThat(tokenizer.encode(text))
        .as(() -> text.codePoints().mapToObj("U+%04X"::formatted).toList().toString())
        .isEqualTo(reference.encode(text).getIds());
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(12),
            Arbitraries.strings().withCharRange('\u0080', '\uD7FF').ofMaxLength(8),
            Arbitraries.strings().withCharRange('\uE000', '\uFFFF').ofMaxLength(4),
            Arbitraries.integers().between(0x10000, 0x2FA1F).map(Character::toString),
            Arbitraries.of(
                " ",
                "\n",
                "The",
                "naïve",
                "İstanbul",
                "ΟΔΟΣ",
                "ß",
                "e\u0301",
                "한국어",
                "日本語",
                "don't",
                "foo_bar",
                "3.14",
                "\u00A0",
                "\u200B",
                "\u00AD",
                "नमस्ते",
                "👩‍🚀"));
    return pieces
        .list()
        .ofMaxSize(8)
        .map(list -> String.join("", list))
        .filter(text -> SPECIAL.stream().noneMatch(text::contains));
  }

  private static boolean agree(String text) {
    return Arrays.equals(tokenizer.encode(text), reference.encode(text).getIds());
  }

  private static String embedded(IntStream characters) {
    StringBuilder text = new StringBuilder();
    characters
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .forEach(c -> text.append('a').appendCodePoint(c).append("b "));
    return text.toString();
  }
}
