package dev.ingestion.adapters.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.testkit.IndexSamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorSearchTest {
  private final Random random = new Random(7);
  @TempDir Path folder;
  private DataRoots roots;
  private LuceneChunkIndex index;

  @BeforeEach
  void start() {
    roots = new DataRoots(folder);
    index = roots.start();
  }

  @AfterEach
  void closeAll() {
    roots.close();
  }

  @Test
  void nearlyAllOfTheTrueNeighboursAreFoundOverManySegments() {
    IndexRef ref = open(64);
    List<IndexEntry> entries = new ArrayList<>();
    for (int generation = 1; generation <= 10; generation++) {
      List<IndexEntry> document = entries(generation, 150, 64);
      show(ref, generation, document);
      entries.addAll(document);
    }

    int found = 0;
    for (int query = 0; query < 50; query++) {
      float[] vector = unitVector(64);
      List<String> truth = nearest(entries, vector, 10);
      found += (int) chunkIds(ref, vector, 10).stream().filter(truth::contains).count();
    }

    assertThat(found / 500.0).isGreaterThan(0.95);
  }

  @Test
  void vectorsMayBeLongerThanLuceneAllowsByItself() {
    IndexRef ref = open(3_072);
    List<IndexEntry> document = entries(1, 3, 3_072);
    show(ref, 1, document);
    long checkpoint = index.flush(ref, List.of());
    index.close(ref);
    index.open(ref, checkpoint);

    assertThat(chunkIds(ref, document.get(1).vector(), 1))
        .containsExactly(document.get(1).item().id().hex());
  }

  private IndexRef open(int dimension) {
    EmbeddingSpace space = new EmbeddingSpace("random", dimension);
    IndexRef ref = new IndexRef(IndexSamples.KB, "database", "index", space);
    index.open(ref, 0);
    return ref;
  }

  private void show(IndexRef ref, int generation, List<IndexEntry> entries) {
    index.upsert(ref, new ClaimToken("claim"), entries);
    index.apply(
        ref,
        List.of(new IndexSwitch(generation, new Generation(generation), entries.size(), null)));
  }

  private List<String> chunkIds(IndexRef ref, float[] vector, int limit) {
    try (IndexSnapshot snapshot = index.snapshot(ref)) {
      return snapshot.byVector(vector, limit).stream()
          .map(IndexSnapshot.RankedChunk::chunkId)
          .toList();
    }
  }

  private List<IndexEntry> entries(int generation, int count, int dimension) {
    List<IndexEntry> entries = new ArrayList<>();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      IndexEntry sample =
          IndexSamples.entry(generation, generation + ".md", ordinal, "text " + ordinal);
      entries.add(new IndexEntry(sample.item(), sample.vectorKey(), unitVector(dimension)));
    }
    return entries;
  }

  private static List<String> nearest(List<IndexEntry> entries, float[] vector, int limit) {
    return entries.stream()
        .sorted(Comparator.comparingDouble(entry -> -product(entry.vector(), vector)))
        .limit(limit)
        .map(entry -> entry.item().id().hex())
        .toList();
  }

  private float[] unitVector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    float length = (float) Math.sqrt(product(vector, vector));
    for (int i = 0; i < dimension; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
