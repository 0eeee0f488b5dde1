package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRootsTest {
  @TempDir Path folder;
  private Path allowed;
  private Path other;
  private SourceRoots roots;

  @BeforeEach
  void make() throws IOException {
    folder = folder.toRealPath();
    allowed = Files.createDirectories(folder.resolve("allowed"));
    other = Files.createDirectories(folder.resolve("other"));
    Files.createDirectories(folder.resolve("allowed-too"));
    Files.createDirectories(allowed.resolve("docs"));
    roots = rooted(allowed.toString());
  }

  @Test
  void whatLiesUnderARootMayBeRead() {
    assertThat(roots.require(allowed.toString())).isEqualTo(allowed.toString());
    assertThat(roots.require(allowed + "/docs/")).isEqualTo(allowed + "/docs");
    assertThat(roots.require(allowed + "/none/yet")).isEqualTo(allowed + "/none/yet");
    assertThat(rooted(other + File.pathSeparator + allowed).require(allowed + "/docs"))
        .isEqualTo(allowed + "/docs");
  }

  @Test
  void whatLiesElsewhereIsRefused() {
    assertRefused(() -> roots.require(other.toString()), allowed.toString());
    assertRefused(() -> roots.require(allowed + "-too"), allowed.toString());
    assertRefused(() -> roots.require(allowed + "/../other"), allowed.toString());
    assertRefused(() -> roots.require("/"), allowed.toString());
  }

  @Test
  void aRelativePathIsRefused() {
    assertRefused(() -> roots.require("docs"), "must be absolute");
    assertRefused(() -> roots.require("https://example.org/docs"), "must be absolute");
    assertRefused(() -> roots.require("/a\0b"), "no path");
  }

  @Test
  void withoutRootsNothingMayBeReadAndItIsSaidWhatToDo() {
    assertRefused(() -> rooted("").require(allowed.toString()), "INGESTION_API_SOURCE_ROOTS");
  }

  @Test
  void aLinkThatLeavesTheRootIsRefusedAndOneWithinIsFollowed() throws IOException {
    Files.createSymbolicLink(allowed.resolve("out"), other);
    Files.createSymbolicLink(allowed.resolve("in"), allowed.resolve("docs"));

    assertRefused(() -> roots.require(allowed + "/out"), allowed.toString());
    assertRefused(() -> roots.require(allowed + "/out/none/yet"), allowed.toString());
    assertThat(roots.require(allowed + "/in")).isEqualTo(allowed + "/docs");
  }

  @Test
  void aLinkThatLeadsNowhereYetIsRefused() throws IOException {
    Files.createSymbolicLink(allowed.resolve("later"), folder.resolve("not-there"));

    assertRefused(() -> roots.require(allowed + "/later"), "leads nowhere");
    assertRefused(() -> roots.require(allowed + "/later/docs"), "leads nowhere");
  }

  @Test
  void aRootMayBeALinkItself() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), allowed);

    assertThat(rooted(link.toString()).require(link + "/docs")).isEqualTo(allowed + "/docs");
  }

  @Test
  void aRootMustBeAbsolute() {
    assertThatThrownBy(() -> new SourceRootsConfig("docs"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absolute");
  }

  private static SourceRoots rooted(String roots) {
    return new SourceRoots(new SourceRootsConfig(roots));
  }

  private static void assertRefused(ThrowingCallable asking, String why) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining(why);
  }
}
