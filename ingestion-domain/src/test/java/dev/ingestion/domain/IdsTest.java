package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private static final List<Function<String, Object>> TYPES =
      List.of(KnowledgeBaseId::new, JobId::new, SourceName::new);

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "handbook", "A.b_c-D.9", "x..y", "0-"})
  void lettersDigitsAndSomePunctuationAreFine(String id) {
    assertThat(TYPES).allSatisfy(type -> assertThat(type.apply(id)).hasToString(id));
  }

  static Stream<String> unsafeIds() {
    return Stream.of(
        "",
        " ",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        ".hidden",
        "-rf",
        "_database",
        "a b",
        "a\n",
        "\na",
        "a\u0000",
        "a:b",
        "a%2fb",
        "аdmin", // Cyrillic a
        "ａ", // full-width
        "①",
        "é",
        "e\u0301",
        "a\u200B",
        "٣", // Arabic digit
        "x".repeat(65));
  }

  @ParameterizedTest
  @MethodSource("unsafeIds")
  void whatCouldLeaveAFolderOrFoolAReaderIsRefused(String id) {
    assertThat(TYPES)
        .allSatisfy(
            type ->
                assertThatThrownBy(() -> type.apply(id))
                    .isInstanceOfSatisfying(
                        IngestionException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT)));
  }

  @Test
  void sixtyFourCharactersAreTheMost() {
    assertThat(new KnowledgeBaseId("x".repeat(64)).value()).hasSize(64);
  }

  @Test
  void aRefusalShowsNeitherControlCharactersNorEndlessText() {
    assertThatThrownBy(() -> new JobId("\u001B[31m" + "x".repeat(10_000)))
        .hasMessageContaining("job id")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001B").hasSizeLessThan(300));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdeg"
      })
  void hashesAreLowerCaseHexadecimalOfTheirLength(String hex) {
    List<Function<String, Object>> types =
        List.of(ChunkId::new, Revision::new, VectorKey::new, PipelineFingerprint::new);

    assertThat(types)
        .allSatisfy(
            type ->
                assertThatThrownBy(() -> type.apply(hex))
                    .isInstanceOf(IllegalArgumentException.class));
  }
}
