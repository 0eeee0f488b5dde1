package dev.ingestion.adapters.lucene;

import static dev.ingestion.testkit.IndexSamples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.testkit.IndexSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {
  private static final IndexRef REF = IndexSamples.ref("index-1");
  private static final ClaimToken CLAIM = new ClaimToken("claim");

  @TempDir Path folder;
  private DataRoots roots;
  private LuceneChunkIndex index;
  private Path files;

  @BeforeEach
  void start() {
    roots = new DataRoots(folder);
    index = roots.start();
    files = new IndexFolders(roots.root()).of(REF);
    index.open(REF, 0);
  }

  @AfterEach
  void closeAll() {
    roots.close();
  }

  @Test
  void whatIsStagedWhileOthersAreShownLiesInOtherSegments() throws Exception {
    CountDownLatch staging = new CountDownLatch(1);
    ExecutorService stager = Executors.newSingleThreadExecutor();
    try {
      Future<?> stagings =
          stager.submit(
              () -> {
                for (long generation = 1_000; generation < 1_500; generation++) {
                  index.upsert(REF, CLAIM, List.of(entry(generation, "b.md", 0, "beta")));
                  staging.countDown();
                }
              });
      index.upsert(REF, CLAIM, entries(1, 300));
      staging.await();
      index.apply(REF, List.of(promote(1, 300)));
      stagings.get();
    } finally {
      stager.shutdown();
    }
    index.flush(REF, List.of());

    assertThat(kinds()).contains("staged", "visible").doesNotContain("both");
  }

  @Test
  void mergesJoinSegmentsOfOneKindOnly() throws IOException {
    for (long generation = 1; generation <= 15; generation++) {
      index.upsert(REF, CLAIM, entries(generation, 2));
      index.apply(REF, List.of(promote(generation, 2)));
      index.upsert(REF, CLAIM, List.of(entry(1_000 + generation, "b.md", 0, "beta")));
      index.flush(REF, List.of());
    }

    assertThat(kinds()).contains("staged", "visible").doesNotContain("both");
    assertThat(kinds()).filteredOn("staged"::equals).hasSizeLessThan(15);
    assertThat(kinds()).filteredOn("visible"::equals).hasSizeLessThan(15);
  }

  @Test
  void everyChunkOfALargeGenerationIsShownOnce() {
    List<IndexEntry> entries = entries(1, 333);
    index.upsert(REF, CLAIM, entries);

    index.apply(REF, List.of(promote(1, 333)));

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(snapshot.ofGeneration(1))
          .allMatch(IndexedChunk::searchable)
          .extracting(IndexedChunk::chunkId)
          .containsExactlyInAnyOrderElementsOf(
              entries.stream().map(entry -> entry.item().id().hex()).toList());
    }
  }

  @Test
  void nothingOfASwitchIsLeftBesideTheIndex() throws IOException {
    Path half = files.resolve("promoted");
    index.upsert(REF, CLAIM, entries(1, 1));
    index.apply(REF, List.of(promote(1, 1)));
    assertThat(half).doesNotExist();
    long checkpoint = index.flush(REF, List.of());
    index.close(REF);
    Files.createDirectories(half);
    Files.writeString(half.resolve("_0.cfs"), "what a killed process left");

    assertThat(index.open(REF, checkpoint)).isEqualTo(Condition.READY);

    assertThat(half).doesNotExist();
  }

  /** What each segment of the last commit holds, deleted or not. */
  private List<String> kinds() throws IOException {
    List<String> kinds = new ArrayList<>();
    try (Directory directory = new MMapDirectory(files);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        boolean staged = has(leaf.reader(), ChunkDocuments.STAGED_GENERATION);
        boolean visible = has(leaf.reader(), ChunkDocuments.GENERATION);
        kinds.add(staged && visible ? "both" : staged ? "staged" : "visible");
      }
    }
    return kinds;
  }

  private static boolean has(LeafReader segment, String field) throws IOException {
    return segment.terms(field) != null;
  }

  private static List<IndexEntry> entries(long generation, int chunks) {
    List<IndexEntry> entries = new ArrayList<>();
    for (int ordinal = 0; ordinal < chunks; ordinal++) {
      entries.add(entry(generation, "a.md", ordinal, "alpha " + ordinal));
    }
    return entries;
  }

  private static IndexSwitch promote(long generation, int chunks) {
    return new IndexSwitch(generation, new Generation(generation), chunks, null);
  }
}
