package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DocumentKeyTest {
  @Test
  void pathsAreInTheOrderOfTheirBytesAndNotOfTheirChars() {
    String supplementary = "\uD83D\uDE80";
    String privateUse = "\uE000";

    assertThat(supplementary).isLessThan(privateUse);
    assertThat(
            List.of("b", supplementary, "a/b", "é", privateUse, "a", "a.b").stream()
                .sorted(DocumentKey.PATH_ORDER))
        .containsExactly("a", "a.b", "a/b", "b", "é", privateUse, supplementary);
  }

  /** Two lower-case hexadecimal digits a byte sort as the bytes do. */
  @Property
  void theOrderIsThatOfTheUtf8Bytes(@ForAll String a, @ForAll String b) {
    assertThat(Integer.signum(DocumentKey.PATH_ORDER.compare(a, b)))
        .isEqualTo(Integer.signum(hex(a).compareTo(hex(b))));
  }

  /** In UTF-8 half a character is a question mark. */
  @Test
  void halvesOfCharactersAreInTheOrderOfTheirBytesToo() {
    String half = "\uD83D";
    for (String a : List.of(half, half + "\uDE80", half + "x", "@", "é")) {
      for (String b : List.of(half, half + "\uDE80", half + "x", "@", "é")) {
        theOrderIsThatOfTheUtf8Bytes("p" + a, "p" + b);
        theOrderIsThatOfTheUtf8Bytes(a, b + "y");
      }
    }
  }

  @Test
  void anEmptyPathIsRefused() {
    assertThatThrownBy(() -> new DocumentKey(SourceName.DEFAULT, ""))
        .isInstanceOf(IngestionException.class);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
