package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*.md, a.md",
    "*.md, docs/deep/a.md",
    "docs/**, docs/a",
    "docs/**, docs/a/b",
    "docs/, docs/a/b",
    "docs/*.md, docs/a.md",
    "**/x/*, x/a",
    "**/x/*, a/b/x/c",
    "a/**/z, a/z",
    "a/**/z, a/b/c/z",
    "**, a/b",
    "a/**.md, a/b/c.md",
    "n[0-9], n7",
    "n[!0-9], nx",
    "[]], ]",
    "a^b, a^b",
    "'{a,b}.md', b.md",
    "'a,b', 'a,b'",
    "a\\*b, a*b",
    "??, ä𝄞",
    "(a+$, (a+$",
  })
  void matches(String glob, String path) {
    assertThat(new Glob(glob).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.md, a.mdx",
    "*.md, a.md/b",
    "docs/**, docs",
    "docs/**, old/docs/a",
    "docs/*.md, docs/deep/a.md",
    "docs/*, docs/a/b",
    "**/x/*, xx/a",
    "a?b, a/b",
    "a[!x]b, a/b",
    "n[!0-9], n7",
    "a.md, aXmd",
    "a\\*b, aXb",
    "*.md, A.MD",
  })
  void doesNotMatch(String glob, String path) {
    assertThat(new Glob(glob).matches(path)).isFalse();
  }

  @Test
  void aNameWithALineFeedIsANameLikeAnother() {
    assertThat(new Glob("docs/**").matches("docs/a\nb")).isTrue();
    assertThat(new Glob("*.md").matches("a\nb.md")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/etc/*", "[a", "[z-a]", "[]", "{a", "{a,{b}}", "a\\"})
  void malformedPatternsAreRefusedByName(String glob) {
    assertThatThrownBy(() -> new Glob(glob))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("'" + glob);
  }

  /** Where both know a construct, we agree with the platform's own globs. */
  @Property
  void agreesWithThePlatform(@ForAll("globs") String glob, @ForAll("paths") String path) {
    boolean expected =
        FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(path));

    assertThat(new Glob(glob).matches(path)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> globs() {
    return Arbitraries.of("a", "b", ".", "*", "?", "[ab]", "[!a]", "{a,b}", "{b,.a}", "\\*")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(pieces -> String.join("", pieces))
        .filter(name -> !name.contains("**"))
        .list()
        .ofMinSize(2)
        .ofMaxSize(3)
        .map(names -> String.join("/", names));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.strings()
        .withChars("ab.*")
        .ofMinLength(1)
        .ofMaxLength(4)
        .filter(name -> !List.of(".", "..").contains(name))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(names -> String.join("/", names));
  }
}
