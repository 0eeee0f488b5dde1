package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceProviderTest {
  @TempDir Path folder;

  @BeforeEach
  void resolveFolder() throws IOException {
    folder = folder.toRealPath();
  }

  @Test
  void theRootIsStoredAsItsRealPath() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    assertThat(provider().canonicalRoot(link + "/../link/.")).isEqualTo(real.toString());
    assertThat(provider().canonicalRoot(".")).isEqualTo(Path.of("").toRealPath().toString());
  }

  @Test
  void aRootThatIsGoneKeepsItsPath() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("link"), real);

    assertThat(provider().canonicalRoot(folder + "/link/gone/./deep"))
        .isEqualTo(real.resolve("gone/deep").toString());
    assertRefused(
        () -> provider().canonicalRoot("a\0b"), ErrorCode.INVALID_ARGUMENT, "Nul character");
  }

  @Test
  void onlyAFolderCanBeListed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertRefused(
        () -> list(file.toString()), ErrorCode.SOURCE_NOT_FOUND, "is a file, not a folder");
    assertRefused(
        () -> list(folder.resolve("nowhere").toString()), ErrorCode.SOURCE_NOT_FOUND, "nowhere");
  }

  private void list(String root) {
    provider()
        .open(new SourceSettings(SourceName.DEFAULT, "folder", root, List.of(), List.of(), false))
        .list()
        .close();
  }

  @Test
  void theDataRootIsNoSource() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("data/handbook"));

    assertRefused(
        () -> provider().canonicalRoot(inside.toString()), ErrorCode.SOURCE_NOT_FOUND, "data root");
  }

  @Test
  void whatWasUploadedIsASourceAlthoughItLiesInTheDataRoot() throws IOException {
    DataRoot data = new DataRoot(folder.resolve("data"));
    Path uploads = Files.createDirectories(data.own("uploads").resolve("inbox"));
    Files.writeString(uploads.resolve("a.md"), "# A");

    String root = provider().canonicalRoot(uploads.toString());

    assertThat(root).isEqualTo(uploads.toString());
    try (SourceListing listing =
        provider()
            .open(
                new SourceSettings(SourceName.DEFAULT, "folder", root, List.of(), List.of(), false))
            .list()) {
      assertThat(listing.next())
          .hasValueSatisfying(
              entry -> assertThat(((SourceListing.Entry.Document) entry).path()).isEqualTo("a.md"));
    }
  }

  @Test
  void aMalformedPatternIsRefusedWhenTheSourceIsOpened() {
    assertRefused(
        () -> provider().open(settings(List.of("[a"), List.of())),
        ErrorCode.INVALID_ARGUMENT,
        "[a");
    assertRefused(
        () -> provider().open(settings(List.of(), List.of("{b"))),
        ErrorCode.INVALID_ARGUMENT,
        "{b");
  }

  @Test
  void anOpenedSourceListsTheFolderWithoutTheDataRoot() throws IOException {
    Files.createDirectories(folder.resolve("data/handbook"));
    Files.writeString(folder.resolve("data/handbook/state.json"), "{}");
    Files.writeString(folder.resolve("a.md"), "");

    try (SourceListing listing = provider().open(settings(List.of(), List.of())).list()) {
      assertThat(listing.next()).map(SourceListing.Entry::path).contains("a.md");
      assertThat(listing.next()).isEmpty();
    }
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private SourceSettings settings(List<String> include, List<String> exclude) {
    return new SourceSettings(
        SourceName.DEFAULT, "folder", folder.toString(), include, exclude, false);
  }

  private FolderSourceProvider provider() {
    DataRoot dataRoot = new DataRoot(folder.resolve("data"));
    return new FolderSourceProvider(
        dataRoot,
        new TemporaryFiles(dataRoot),
        new FolderSourceConfig(ByteSize.ofMegabytes(1)),
        InstantSource.system());
  }
}
