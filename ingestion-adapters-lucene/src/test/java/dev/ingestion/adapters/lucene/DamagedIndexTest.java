package dev.ingestion.adapters.lucene;

import static dev.ingestion.testkit.IndexSamples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.testkit.IndexSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedIndexTest {
  private static final IndexRef REF = IndexSamples.ref("index-1");

  @TempDir Path folder;
  private DataRoots roots;
  private LuceneChunkIndex index;
  private Path files;

  @BeforeEach
  void leaveAnIndexBehind() {
    roots = new DataRoots(folder);
    index = roots.start();
    files = new IndexFolders(roots.root()).of(REF);
    index.open(REF, 0);
    index.upsert(REF, new ClaimToken("claim"), List.of(entry(1, 0, "alpha beta")));
    index.apply(REF, List.of(new IndexSwitch(1, new Generation(1), 1, null)));
    index.flush(REF, List.of());
    index.close(REF);
  }

  @AfterEach
  void closeAll() {
    roots.close();
  }

  @Test
  void anEntryWithoutItsVectorOrItsWordsIsNotSearchableAndIsMended() throws IOException {
    index.open(REF, 0);
    IndexedChunk sound = onlyEntry();
    assertThat(sound.searchable()).isTrue();
    index.close(REF);
    try (Directory directory = new MMapDirectory(files);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      Document hollow = new Document();
      hollow.add(new StringField(ChunkDocuments.GENERATION, "1", Field.Store.YES));
      hollow.add(new StringField(ChunkDocuments.CHUNK, sound.chunkId(), Field.Store.YES));
      hollow.add(new SortedDocValuesField(ChunkDocuments.CHUNK, new BytesRef(sound.chunkId())));
      hollow.add(new StoredField("text", sound.text()));
      writer.deleteDocuments(ChunkDocuments.ofGeneration(1));
      writer.addDocument(hollow);
    }
    index.open(REF, 0);

    IndexedChunk found = onlyEntry();
    assertThat(found.text()).isEqualTo(sound.text());
    assertThat(found.searchable()).isFalse();

    index.mend(
        REF,
        List.of(
            new IndexMend(new Generation(1), List.of(found), List.of(entry(1, 0, "alpha beta")))));
    assertThat(onlyEntry()).isEqualTo(sound);
  }

  private IndexedChunk onlyEntry() {
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      List<IndexedChunk> entries = snapshot.ofGeneration(1);
      assertThat(entries).hasSize(1);
      return entries.get(0);
    }
  }

  @Test
  void aDirectoryWithoutItsCommitIsDamaged() throws IOException {
    deleteCommit();

    assertThat(index.open(REF, 1)).isEqualTo(Condition.DAMAGED);
  }

  @Test
  void aDirectoryWithoutItsCommitIsMadeAnewIfTheLedgerKnowsOfNone() throws IOException {
    deleteCommit();

    assertThat(index.open(REF, 0)).isEqualTo(Condition.READY);
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(walk(snapshot)).isEmpty();
    }
  }

  @Test
  void anIndexWithoutOneOfItsFilesIsDamaged() throws IOException {
    Files.delete(largest());

    assertThat(index.open(REF, 1)).isEqualTo(Condition.DAMAGED);
  }

  @Test
  void anIndexWithATruncatedFileIsDamagedAndLeftAsItIs() throws IOException {
    Path largest = largest();
    Files.write(largest, Arrays.copyOf(Files.readAllBytes(largest), 100));
    List<Path> before = list();

    assertThat(index.open(REF, 1)).isEqualTo(Condition.DAMAGED);
    assertThat(list()).isEqualTo(before);
    assertThat(largest).hasSize(100);
  }

  @Test
  void anInspectionFindsAByteThatTurned() throws IOException {
    Path largest = largest();
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(largest, bytes);

    assertRefused(() -> index.inspect(REF), ErrorCode.INDEX_DAMAGED, "built again");
  }

  @Test
  void anInspectionOfNothingOrOfAnothersIndexFindsDamage() {
    IndexRef another = new IndexRef(REF.kb(), "database-2", REF.indexId(), REF.space());

    assertRefused(
        () -> index.inspect(IndexSamples.ref("none")), ErrorCode.INDEX_DAMAGED, "there is none");
    assertRefused(() -> index.inspect(another), ErrorCode.INDEX_DAMAGED, "is not index");
  }

  @Test
  void lookingForAMissingIndexLeavesNoTrace() {
    IndexRef missing = IndexSamples.ref("missing");

    assertThat(index.open(missing, 1)).isEqualTo(Condition.MISSING);
    assertThat(files.resolveSibling("missing")).doesNotExist();
  }

  @Test
  void entriesThatOthersWroteAreDescribedAndNotTrippedOver() throws IOException {
    Document raw = new Document();
    raw.add(new Field(ChunkDocuments.TEXT_WORDS, "alpha", ChunkDocuments.WORDS));
    raw.add(new StoredField("generation_of_another", "not a number"));
    writeRaw(new Document(), raw);

    try (IndexSnapshot committed = index.inspect(REF)) {
      assertThat(walk(committed))
          .filteredOn(chunk -> chunk.chunkId().isEmpty())
          .hasSize(2)
          .extracting(IndexedChunk::generation)
          .containsOnly(0L);
      assertThat(committed.byText("alpha", 10)).hasSize(2);
      assertThat(committed.ofGeneration(0)).isEmpty();
    }
  }

  @Test
  void entriesThatNoTermNamesAreSweptAndTaken() throws IOException {
    Document staged = new Document();
    staged.add(new StringField(ChunkDocuments.STAGED_GENERATION, "x", Field.Store.YES));
    Document intruder = new Document();
    intruder.add(new StringField(ChunkDocuments.GENERATION, "1", Field.Store.YES));
    intruder.add(new StoredField("source", "elsewhere"));
    writeRaw(new Document(), staged, intruder);
    index.open(REF, 1);
    assertThat(index.staged(REF)).isEmpty();

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      List<IndexedChunk> intruders =
          snapshot.ofGeneration(1).stream().filter(c -> c.chunkId().isEmpty()).toList();
      index.mend(REF, List.of(new IndexMend(new Generation(1), intruders, List.of())));
    }
    long swept =
        index.sweep(
            REF,
            page -> {
              BitSet nameless = new BitSet();
              for (int place = 0; place < page.size(); place++) {
                nameless.set(place, page.get(place).chunkId().isEmpty());
              }
              return nameless;
            });

    assertThat(swept).isEqualTo(2);
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(walk(snapshot)).extracting(IndexedChunk::text).containsExactly("alpha beta");
    }
  }

  /**
   * @param chunks as many as one thread switches, and as many as several do
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void aSwitchThatMeetsDamageHalfWayIsNeitherSeenNorCommitted(int chunks) throws IOException {
    Document withoutVector = new Document();
    withoutVector.add(new StringField(ChunkDocuments.STAGED_GENERATION, "3", Field.Store.YES));
    writeRaw(withoutVector);
    index.open(REF, 1);
    index.upsert(
        REF,
        new ClaimToken("claim"),
        IntStream.range(0, chunks).mapToObj(i -> entry(2, "other.md", i, "alpha " + i)).toList());
    IndexSwitch good = new IndexSwitch(2, new Generation(2), chunks, null);
    IndexSwitch bad = new IndexSwitch(3, new Generation(3), 1, null);

    assertRefused(() -> index.apply(REF, List.of(good, bad)), ErrorCode.INDEX_DAMAGED, "no vector");

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(snapshot.ofGeneration(2)).isEmpty();
    }
    assertRefused(() -> index.flush(REF, List.of()), ErrorCode.STORAGE_UNAVAILABLE, "");
    try (IndexSnapshot committed = index.inspect(REF)) {
      assertThat(committed.ofGeneration(2)).isEmpty();
    }
  }

  @Test
  void anIndexThatAnotherHasOpenIsRefused() {
    index.open(REF, 1);
    try (LuceneChunkIndex other =
        new LuceneChunkIndex(new IndexFolders(roots.root()), DataRoots.CONFIG)) {
      assertRefused(
          () -> other.open(REF, 1), ErrorCode.STORAGE_UNAVAILABLE, "another process has it open");
    }
  }

  @Test
  void anUnreadableEarlierIndexGivesNoVectorsAndDoesNoHarm() throws IOException {
    Files.delete(largest());
    IndexRef later = IndexSamples.ref("index-2");
    index.open(later, 0);

    assertThat(index.vectors(later, Set.of(IndexSamples.key("alpha beta")))).isEmpty();
    index.retain(REF.kb(), Set.of("index-2"));

    assertThat(files).doesNotExist();
  }

  private void writeRaw(Document... documents) throws IOException {
    try (Directory directory = new MMapDirectory(files);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocuments(List.of(documents));
    }
  }

  private static List<IndexedChunk> walk(IndexSnapshot snapshot) {
    List<IndexedChunk> chunks = new ArrayList<>();
    snapshot.forEach(chunks::add);
    return chunks;
  }

  private void deleteCommit() throws IOException {
    for (Path file : list()) {
      if (file.getFileName().toString().startsWith("segments_")) {
        Files.delete(file);
      }
    }
  }

  private Path largest() throws IOException {
    Path largest = list().get(0);
    for (Path file : list()) {
      largest = Files.size(file) > Files.size(largest) ? file : largest;
    }
    return largest;
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> listed = Files.list(files)) {
      return listed.sorted().toList();
    }
  }

  private static void assertRefused(Runnable call, ErrorCode code, String saying) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(saying);
  }
}
