package dev.ingestion.adapters.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.JobSnapshot;
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
    return new LocalDiskPersistenceStore(new DataRoot(folder), new DurableFile());
  }

  @Override
  protected void dieWhileSaving(JobSnapshot snapshot) {
    byte[] whole = new SnapshotFormat().write(snapshot);
    Path file = file(snapshot.state().kb());
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
            "\"format\" : 2",
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
    write(file(KB), read(file(KB)).replace("\"format\" : 2", "\"format\" : 3").getBytes(UTF_8));

    assertCorrupt("newer version");
  }

  @Test
  void aSnapshotOfFormat1IsReadAndWhatItLacksGetsDefaults() {
    write(
        file(KB),
        """
        {
          "format" : 1,
          "checksum" : "3e181117536e48b7b8a40ba4792e36de2feef4d25dd16c8293d6f39637fa2a4d",
          "state" : {
            "kb_id" : "handbook",
            "job_id" : "job-1",
            "source" : "default",
            "root" : "/srv/docs",
            "status" : "RUNNING",
            "phase" : "LOADING",
            "version" : 1,
            "stopping" : false,
            "documents" : {
              "seen" : 0, "indexed" : 0, "unchanged" : 0, "skipped" : 0, "failed" : 0, "removed" : 0
            },
            "chunks" : { "queued" : 1, "embedded" : 0, "indexed" : 0, "dead" : 0 },
            "rate" : 0.0,
            "eta" : null,
            "waiting" : null,
            "error" : null,
            "created_at" : "2026-03-01T10:15:30.123456789Z",
            "started_at" : null,
            "completed_at" : null,
            "updated_at" : "2026-03-01T10:15:30.123456789Z",
            "elapsed" : 0
          }
        }
        """
            .getBytes(UTF_8));

    assertThat(open().load(KB)).contains(running(KB, 1));
  }

  @Test
  void otherFoldersAreNotListed() throws IOException {
    open().save(running(KB, 1));
    Files.createDirectories(folder.resolve("_database"));
    Files.createDirectories(folder.resolve("without-snapshot"));
    write(folder.resolve("not an id").resolve("state.json"), new byte[1]);

    assertThat(open().list()).containsExactly(KB);
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
