package dev.ingestion.adapters.lucene;

import static dev.ingestion.testkit.IndexSamples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.testkit.IndexSnapshotContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneSnapshotTest extends IndexSnapshotContract {
  @TempDir Path folder;
  private DataRoots roots;

  @Override
  protected ChunkIndex start() {
    roots = new DataRoots(folder);
    return roots.start();
  }

  @Override
  protected ChunkIndex killAndRestart() {
    return roots.killAndRestart();
  }

  @Test
  void aThreadThatIsInterruptedWhileItReadsDoesNoHarm() {
    show(1, entry(1, 0, "alpha"));

    Thread.currentThread().interrupt();
    try {
      assertThat(found("alpha")).containsExactly("alpha");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(found("alpha")).containsExactly("alpha");
    assertThat(flush(stage(entry(2, 0, "beta")))).isPositive();
  }

  @AfterEach
  void closeAll() {
    roots.close();
  }
}
