package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
  @Test
  void fieldsDoNotRunIntoOneAnother() {
    assertThat(hash("ab", "c"))
        .isNotEqualTo(hash("a", "bc"))
        .isNotEqualTo(hash("abc"))
        .isNotEqualTo(hash("ab", "c", ""));
    assertThat(hash("")).isNotEqualTo(hash());
  }

  @Test
  void aFieldCannotImitateTheLengthOfAnother() {
    assertThat(hash("a\u0000\u0000\u0000\u0001b")).isNotEqualTo(hash("a", "b"));
  }

  @Test
  void hashesAreThoseOfEarlierReleases() {
    assertThat(new Digest().add("text").add(7).hex(16))
        .isEqualTo("13db8fc05478278bb41fdb4ae70d5c19");
  }

  private static String hash(String... fields) {
    Digest digest = new Digest();
    for (String field : fields) {
      digest.add(field);
    }
    return digest.hex(32);
  }
}
