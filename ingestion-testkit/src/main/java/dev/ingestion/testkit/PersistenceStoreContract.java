package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SourceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link PersistenceStore} does. */
public abstract class PersistenceStoreContract {
  protected static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");

  private static final Instant CREATED = Instant.parse("2026-03-01T10:15:30.123456789Z");

  /**
   * @return a new store over what this test has stored so far, as after a restart
   */
  protected abstract PersistenceStore open();

  /** Leaves behind what a process leaves that dies while it saves this snapshot. */
  protected abstract void dieWhileSaving(JobSnapshot snapshot);

  /** Damages the stored snapshot so that it cannot be read. */
  protected abstract void damage(KnowledgeBaseId kb);

  @Test
  public void aKnowledgeBaseWithoutSnapshotHasNone() {
    assertThat(open().load(KB)).isEmpty();
  }

  @Test
  public void everyPartOfASnapshotComesBackAfterARestart() {
    for (JobSnapshot snapshot : List.of(running(KB, 1), failed(KB))) {
      open().save(snapshot);

      assertThat(open().load(KB)).contains(snapshot);
    }
  }

  @Test
  public void theLatestSnapshotCounts() {
    PersistenceStore store = open();
    store.save(running(KB, 1));
    store.save(running(KB, 2));

    assertThat(store.load(KB)).contains(running(KB, 2));
  }

  @Test
  public void knowledgeBasesDoNotMeet() {
    KnowledgeBaseId other = new KnowledgeBaseId("handbook.2");
    PersistenceStore store = open();
    store.save(running(KB, 1));
    store.save(running(other, 2));
    store.delete(KB);

    assertThat(store.load(KB)).isEmpty();
    assertThat(store.load(other)).contains(running(other, 2));
  }

  @Test
  public void whatHasASnapshotIsListedReadableOrNot() {
    KnowledgeBaseId other = new KnowledgeBaseId("another");
    assertThat(open().list()).isEmpty();
    open().save(running(KB, 1));
    open().save(running(other, 1));
    damage(KB);

    assertThat(open().list()).containsExactly(other, KB);
    open().delete(other);
    assertThat(open().list()).containsExactly(KB);
  }

  @Test
  public void deletingForgetsAndMayBeRepeated() {
    PersistenceStore store = open();
    store.save(running(KB, 1));
    store.delete(KB);
    store.delete(KB);

    assertThat(open().load(KB)).isEmpty();
  }

  @Test
  public void aDeathWhileSavingLeavesTheOldOrTheNewSnapshot() {
    open().save(running(KB, 1));
    dieWhileSaving(running(KB, 2));

    PersistenceStore reopened = open();
    assertThat(reopened.load(KB)).get().isIn(running(KB, 1), running(KB, 2));
    reopened.save(running(KB, 3));
    assertThat(open().load(KB)).contains(running(KB, 3));
  }

  @Test
  public void aDeathDuringTheFirstSaveDisturbsNothing() {
    dieWhileSaving(running(KB, 1));

    assertThat(open().load(KB)).isIn(Optional.empty(), Optional.of(running(KB, 1)));
    open().save(running(KB, 2));
    assertThat(open().load(KB)).contains(running(KB, 2));
    open().delete(KB);
    assertThat(open().load(KB)).isEmpty();
  }

  @Test
  public void aDamagedSnapshotIsReportedUntilTheNextReplacesIt() {
    open().save(running(KB, 1));
    damage(KB);

    assertThatThrownBy(() -> open().load(KB))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT))
        .hasMessageContaining(KB.value());
    open().save(running(KB, 2));
    assertThat(open().load(KB)).contains(running(KB, 2));
  }

  @Test
  public void readersSeeOneOfTheSnapshotsThatManyThreadsSave() throws Exception {
    PersistenceStore store = open();
    store.save(running(KB, 0));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int version = i;
        calls.add(threads.submit(() -> store.save(running(KB, version))));
        calls.add(
            threads.submit(
                () -> {
                  JobSnapshot seen = store.load(KB).orElseThrow();
                  assertThat(seen).isEqualTo(running(KB, (int) seen.state().version()));
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A state with most parts absent. */
  protected static JobSnapshot running(KnowledgeBaseId kb, int version) {
    return new JobSnapshot(runningState(kb, version), "documents", List.of());
  }

  private static IngestionState runningState(KnowledgeBaseId kb, int version) {
    return new IngestionState(
        kb,
        new JobId("job-" + version),
        SourceName.DEFAULT,
        "/srv/docs",
        JobPriority.DEFAULT,
        JobStatus.RUNNING,
        JobPhase.LOADING,
        version,
        false,
        DocumentCounts.ZERO,
        new ChunkCounts(version, 0, 0, 0),
        0,
        null,
        null,
        null,
        CREATED,
        null,
        null,
        CREATED,
        Duration.ZERO);
  }

  /** A state with all parts present and none like another. */
  private static JobSnapshot failed(KnowledgeBaseId kb) {
    return new JobSnapshot(
        failedState(kb),
        "another",
        List.of(
            new SourceSettings(
                new SourceName("minutes"), "folder", "/srv/„ä\"", List.of(), List.of(), false),
            new SourceSettings(
                new SourceName("wiki"),
                "web",
                "https://example.org/",
                List.of("**.md", "日本/*"),
                List.of("*.tmp"),
                true)));
  }

  private static IngestionState failedState(KnowledgeBaseId kb) {
    return new IngestionState(
        kb,
        new JobId("job-x"),
        new SourceName("wiki"),
        "/srv/wiki – „ä\"\\\n日本",
        new JobPriority(9),
        JobStatus.FAILED,
        JobPhase.EMBEDDING,
        Long.MAX_VALUE,
        true,
        new DocumentCounts(21, 2, 3, 5, 11, 6),
        new ChunkCounts(70, 60, 50, Long.MAX_VALUE),
        1.0 / 3,
        Duration.ofSeconds(86_400_000, 1),
        "the disk is full",
        new JobError(ErrorCode.STORAGE_UNAVAILABLE, "No space left"),
        CREATED,
        CREATED.plusNanos(1),
        CREATED.plusSeconds(100_000_000),
        CREATED.plusSeconds(2),
        Duration.ofMillis(1_234_567_890_123L));
  }
}
