package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.SourceWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatcherTest {
  @TempDir Path folder;
  private Path root;
  private Path data;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private SourceWatcher.Watch watch;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectories(folder.resolve("docs"));
    data = Files.createDirectories(root.resolve("data"));
    Files.createDirectories(root.resolve("deep/er"));
    Files.createDirectories(root.resolve("drafts"));
    Files.createDirectories(root.resolve("quiet"));
    Files.createDirectories(root.resolve(".git"));
    Files.writeString(root.resolve("deep/er/old.md"), "old");
  }

  @AfterEach
  void close() {
    if (watch != null) {
      watch.close();
    }
  }

  @Test
  void aFileThatIsNewChangedOrDeletedIsTold() throws Exception {
    watch();

    write("new.md");
    assertChanged();
    Files.writeString(root.resolve("deep/er/old.md"), "changed");
    assertChanged();
    Files.delete(root.resolve("deep/er/old.md"));
    assertChanged();
  }

  @Test
  void whatNoListingShowsIsNotTold() throws Exception {
    watch();

    write("data/ingestion.md"); // what we write ourselves, or we would never rest
    write(".git/HEAD.md");
    write(".hidden.md");
    write("drafts/unfinished.md");
    write("picture.png");
    Files.delete(root.resolve("picture.png"));

    assertNothingChanged();
  }

  @Test
  void newFoldersAreFollowedHoweverDeep() throws Exception {
    watch();
    Files.createDirectories(root.resolve("a/b/c"));
    assertChanged();

    write("a/b/c/new.md");
    assertChanged();
  }

  @Test
  void aFolderThatIsMovedIsFollowedWhereItIsNow() throws Exception {
    watch();
    Files.move(root.resolve("deep"), root.resolve("moved"));
    assertChanged();
    write("moved/er/new.md");
    assertChanged();

    Files.move(root.resolve("moved"), folder.resolve("outside"));
    assertChanged();
    Files.writeString(folder.resolve("outside/er/other.md"), "none of ours");
    assertNothingChanged();
  }

  @Test
  void aDeletedFolderIsTold() throws Exception {
    watch();

    Files.delete(root.resolve("deep/er/old.md"));
    Files.delete(root.resolve("deep/er"));
    Files.delete(root.resolve("deep"));
    assertChanged();
  }

  @Test
  void aRootThatGoesAwayEndsTheWatch() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    watch(other);

    Files.delete(other);

    assertThat(told.poll(10, TimeUnit.SECONDS)).contains("deleted");
    watch.close();
    assertThat(told).isEmpty();
  }

  @Test
  void nothingIsToldOnceItIsClosed() throws Exception {
    watch();
    watch.close();
    watch.close();

    write("new.md");
    watch(); // a second watch tells when the first would have had its turn
    write("newer.md");
    assertChanged();
    assertThat(told).doesNotContain("lost");
  }

  @Test
  void whatIsNotThereCannotBeWatched() {
    assertThatThrownBy(() -> watch(folder.resolve("nowhere")))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_NOT_FOUND));
  }

  private void watch() throws IOException {
    watch(root);
  }

  private void watch(Path path) throws IOException {
    SourceSettings source =
        new SourceSettings(
            SourceName.DEFAULT,
            "folder",
            path.toString(),
            List.of("*.md"),
            List.of("drafts/"),
            false);
    watch =
        new FolderWatcher(new DataRoot(data))
            .watch(
                source,
                new SourceWatcher.Listener() {
                  @Override
                  public void changed() {
                    told.add("changed");
                  }

                  @Override
                  public void lost(String reason) {
                    told.add("lost: " + reason);
                  }
                });
  }

  private void write(String path) throws IOException {
    Files.writeString(root.resolve(path), "content of " + path);
  }

  /** Whatever was written before this is told by now; what is written after it is told anew. */
  private void assertChanged() throws Exception {
    assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
    settle();
  }

  /** What happened before is told before what happens now, in another folder: that is all. */
  private void assertNothingChanged() throws Exception {
    Files.createFile(root.resolve("quiet/last.md"));
    assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
    assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  /** Waits until no more is told. */
  private void settle() throws Exception {
    while (told.poll(300, TimeUnit.MILLISECONDS) != null) {
      // one call of the file system may be told in parts
    }
  }
}
