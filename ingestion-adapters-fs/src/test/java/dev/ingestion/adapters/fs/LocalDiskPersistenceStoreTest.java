package dev.ingestion.adapters.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.testkit.PersistenceStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskPersistenceStoreTest extends PersistenceStoreContract {
  @TempDir Path folder;

  @Override
  protected PersistenceStore open() {
    return new LocalDiskPersistenceStore(new DataRoot(folder));
  }

  @Override
  protected void dieWhileSaving(IngestionState state) {
    byte[] whole = new SnapshotFormat().write(state);
    Path file = file(state.kb());
    write(DurableFile.temporary(file), Arrays.copyOf(whole, whole.length / 2));
  }

  @Override
  protected void damage(KnowledgeBaseId kb) {
    write(file(kb), read(file(kb)).replace("job-1", "job-2").getBytes(UTF_8));
  }

  @Test
  void anOperatorCanReadTheFile() throws IOException {
    open().save(running(KB, 7));

    assertThat(read(folder.resolve("handbook/state.json")))
        .contains(
            "\"format\" : 1",
            "\"kb_id\" : \"handbook\"",
            "\"job_id\" : \"job-7\"",
            "\"status\" : \"RUNNING\"",
            "\"created_at\" : \"2026-03-01T10:15:30.123456789Z\"",
            "\"queued\" : 7",
            "\"elapsed\" : 0");
  }

  @Test
  void aFileThatWasCutAnywhereIsKnownToBeDamaged() {
    open().save(running(KB, 1));
    byte[] whole = read(file(KB)).getBytes(UTF_8);

    for (int length = 0; length < whole.length; length++) {
      write(file(KB), Arrays.copyOf(whole, length));
      assertCorrupt("state.json");
    }
  }

  @Test
  void aFileOfZerosIsKnownToBeDamaged() {
    write(file(KB), new byte[512]);

    assertCorrupt("state.json");
  }

  @Test
  void aSnapshotOfANewerFormatIsRefusedWithThatReason() {
    open().save(running(KB, 1));
    write(file(KB), read(file(KB)).replace("\"format\" : 1", "\"format\" : 2").getBytes(UTF_8));

    assertCorrupt("newer version");
  }

  @Test
  void damagedSnapshotsAreKeptAside() throws IOException {
    for (int i = 1; i <= 2; i++) {
      write(file(KB), ("damage " + i).getBytes(UTF_8));
      open().save(running(KB, i));
    }

    assertThat(folder.resolve("handbook/state.json.damaged-1")).hasContent("damage 1");
    assertThat(folder.resolve("handbook/state.json.damaged-2")).hasContent("damage 2");
    assertThat(open().load(KB)).contains(running(KB, 2));
  }

  @Test
  void aFailedSaveKeepsTheEarlierSnapshot() throws IOException {
    open().save(running(KB, 1));
    Files.createDirectory(DurableFile.temporary(file(KB)));

    assertThatThrownBy(() -> open().save(running(KB, 2)))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageContaining("state.json");
    assertThat(open().load(KB)).contains(running(KB, 1));
  }

  @Test
  void deletingLeavesNoEmptyFolderAndNothingOfOthers() throws IOException {
    open().save(running(KB, 1));
    open().delete(KB);
    assertThat(folder.resolve("handbook")).doesNotExist();

    open().save(running(KB, 1));
    Files.writeString(folder.resolve("handbook/index"), "…");
    open().delete(KB);
    assertThat(folder.resolve("handbook")).isDirectoryContaining("glob:**/index");
  }

  private void assertCorrupt(String reason) {
    assertThatThrownBy(() -> open().load(KB))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT))
        .hasMessageContaining(file(KB).toString())
        .hasMessageContaining(reason);
  }

  private Path file(KnowledgeBaseId kb) {
    return folder.resolve(kb.value()).resolve("state.json");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
