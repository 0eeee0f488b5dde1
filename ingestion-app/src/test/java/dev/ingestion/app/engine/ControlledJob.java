package dev.ingestion.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A job that a test brings into a state and then controls, with a model behind a gate. */
final class ControlledJob implements AutoCloseable {
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Where a job may stand when it is controlled. */
  enum Stage {
    PENDING,
    RUNNING,
    PAUSING,
    CANCELING,
    PAUSED,
    FAILED,
    COMPLETED,
    CANCELED
  }

  final Gate gate = Gate.closed();
  final Workbench bench;
  final Path folder;

  ControlledJob(Path temp) {
    this(temp, Map.of());
  }

  ControlledJob(Path temp, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ingestion.max-concurrent-jobs", "1");
    all.putIfAbsent("ingestion.batch-size", "2");
    folder = temp.resolve("docs");
    fill(folder);
    bench = Workbench.open(temp.resolve("data"), gate, Between.NOTHING, all);
  }

  private static void fill(Path folder) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < 6; i++) {
        Files.writeString(folder.resolve(i + ".txt"), "The text of document number " + i + ".");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    bench.ingestion().start(Workbench.start(folder));
  }

  IngestionState state() {
    return bench.ingestion().status(Workbench.KB).orElseThrow();
  }

  IngestionState atRest() {
    return atRest(Workbench.KB);
  }

  IngestionState atRest(KnowledgeBaseId kb) {
    try {
      IngestionState state = bench.ingestion().await(kb, LONG);
      assertThat(state.stopping()).isFalse();
      return state;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void bringTo(Stage stage) {
    switch (stage) {
      case PENDING -> {
        bench.ingestion().start(Workbench.start(OTHER, folder, 5));
        gate.awaitCall();
        start();
      }
      case RUNNING -> {
        start();
        gate.awaitCall();
      }
      case PAUSING -> {
        bringTo(Stage.RUNNING);
        bench.ingestion().pause(Workbench.KB);
      }
      case CANCELING -> {
        bringTo(Stage.RUNNING);
        bench.ingestion().cancel(Workbench.KB);
      }
      case PAUSED -> {
        bringTo(Stage.PAUSING);
        gate.letThrough(1);
        assertThat(atRest().status()).isEqualTo(JobStatus.PAUSED);
      }
      case FAILED -> {
        bringTo(Stage.COMPLETED);
        emptyTheFolder();
        start();
        assertThat(atRest().status()).isEqualTo(JobStatus.FAILED);
      }
      case COMPLETED -> {
        start();
        gate.letAllThrough();
        assertThat(atRest().status()).isEqualTo(JobStatus.COMPLETED);
      }
      case CANCELED -> {
        bringTo(Stage.CANCELING);
        gate.letThrough(1);
        assertThat(atRest().status()).isEqualTo(JobStatus.CANCELED);
      }
    }
  }

  /** A listing of nothing never deletes, so that a job over it fails. */
  private void emptyTheFolder() {
    try {
      Trees.delete(folder);
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    gate.letAllThrough();
    bench.close();
  }
}
