package dev.ingestion.adapters.lucene;

import static dev.ingestion.testkit.IndexSamples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.testkit.IndexSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  private static final IndexRef REF = IndexSamples.ref("index-1");
  private static final ClaimToken CLAIM = new ClaimToken("claim");

  @TempDir Path folder;
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicBoolean syncFails = new AtomicBoolean();
  private LuceneChunkIndex index;
  private long checkpoint;

  @BeforeEach
  void haveOneGenerationVisibleAndAnotherStaged() {
    index = new LuceneChunkIndex(new FillingDisk(new DataRoot(folder)), DataRoots.CONFIG);
    index.open(REF, 0);
    index.upsert(REF, CLAIM, List.of(entry(1, 0, "alpha one")));
    index.apply(REF, List.of(promote(1)));
    index.upsert(REF, CLAIM, List.of(entry(2, 0, "alpha two")));
    checkpoint = index.flush(REF, List.of());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void aFlushOnAFullDiskSaysSoAndAcknowledgesNothing() {
    IndexTicket ticket = index.upsert(REF, CLAIM, List.of(entry(3, 0, "beta")));
    full.set(true);

    assertUnavailable(() -> index.flush(REF, List.of(ticket)), "No space left on device");
    full.set(false);
    assertUnavailable(() -> index.flush(REF, List.of(ticket)), "");
    assertUnavailable(() -> index.flush(REF, List.of()), "");
    assertUnavailable(() -> index.upsert(REF, CLAIM, List.of(entry(4, 0, "x"))), "");
  }

  @Test
  void aCommitWhoseSyncFailedIsNotTriedAgain() {
    IndexTicket ticket = index.upsert(REF, CLAIM, List.of(entry(3, 0, "beta")));
    syncFails.set(true);
    assertUnavailable(() -> index.flush(REF, List.of(ticket)), "Input/output error");
    syncFails.set(false);

    assertUnavailable(() -> index.flush(REF, List.of(ticket)), "");
  }

  @Test
  void searchGoesOnAndTheIndexCanBeOpenedAgain() {
    index.upsert(REF, CLAIM, List.of(entry(3, 0, "beta")));
    full.set(true);
    assertUnavailable(() -> index.flush(REF, List.of()), "");
    assertThat(found()).containsExactly("alpha one");
    full.set(false);

    index.close(REF);

    assertThat(index.open(REF, checkpoint)).isEqualTo(Condition.READY);
    assertThat(index.staged(REF)).containsExactly(new Generation(2));
    index.apply(REF, List.of(replaceFirst()));
    assertThat(found()).containsExactly("alpha two");
    assertThat(index.flush(REF, List.of())).isGreaterThan(checkpoint);
  }

  @Test
  void anIndexWhoseWriterHasEndedIsOpenedAgainByOpening() {
    index.upsert(REF, CLAIM, List.of(entry(3, 0, "beta")));
    full.set(true);
    assertUnavailable(() -> index.flush(REF, List.of()), "");
    full.set(false);

    assertThat(index.open(REF, checkpoint)).isEqualTo(Condition.READY);
    assertThat(index.flush(REF, List.of())).isEqualTo(checkpoint);
  }

  @Test
  void aSwitchThatFailsHalfWayIsNeitherSeenNorCommitted() {
    full.set(true);

    assertUnavailable(() -> index.apply(REF, List.of(replaceFirst())), "No space left on device");

    full.set(false);
    assertThat(found()).containsExactly("alpha one");
    assertUnavailable(() -> index.flush(REF, List.of()), "");
    index.open(REF, checkpoint);
    assertThat(found()).containsExactly("alpha one");
    index.apply(REF, List.of(replaceFirst()));
    assertThat(found()).containsExactly("alpha two");
  }

  @Test
  void aMendThatFailsHalfWayIsNeitherSeenNorCommitted() {
    List<IndexMend> mends;
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      mends =
          List.of(
              new IndexMend(
                  new Generation(1),
                  snapshot.ofGeneration(1),
                  List.of(entry(1, 1, "alpha mended"))));
    }
    full.set(true);

    assertUnavailable(() -> index.mend(REF, mends), "No space left on device");

    full.set(false);
    assertThat(found()).containsExactly("alpha one");
    assertUnavailable(() -> index.flush(REF, List.of()), "");
    index.open(REF, checkpoint);
    assertThat(found()).containsExactly("alpha one");
    index.mend(REF, mends);
    assertThat(found()).containsExactly("alpha mended");
  }

  private List<String> found() {
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      return snapshot.byText("alpha", 10).stream()
          .map(ranked -> snapshot.load(ranked).text())
          .toList();
    }
  }

  private static IndexSwitch promote(long generation) {
    return new IndexSwitch(generation, new Generation(generation), 1, null);
  }

  private static IndexSwitch replaceFirst() {
    return new IndexSwitch(2, new Generation(2), 1, new Generation(1));
  }

  private static void assertUnavailable(Runnable call, String saying) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageContaining(saying);
  }

  private final class FillingDisk extends IndexFolders {
    FillingDisk(DataRoot root) {
      super(root);
    }

    @Override
    Directory open(Path folder) throws IOException {
      return new FilterDirectory(super.open(folder)) {
        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
          failIf(full, "No space left on device");
          return super.createOutput(name, context);
        }

        @Override
        public void sync(Collection<String> names) throws IOException {
          failIf(syncFails, "Input/output error");
          super.sync(names);
        }
      };
    }

    private static void failIf(AtomicBoolean condition, String message) throws IOException {
      if (condition.get()) {
        throw new IOException(message);
      }
    }
  }
}
