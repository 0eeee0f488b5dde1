package dev.ingestion.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** The vectors of an index as its files hold them, by chunk, to be looked at one and all. */
final class ExactNeighbours {
  /** Chunks of the same text are as near as each other, but for the last bits of the sum. */
  private static final double AS_NEAR = 1e-5;

  private final Map<String, float[]> vectors = new HashMap<>();

  private ExactNeighbours() {}

  /**
   * @param indexes of a knowledge base that has but one
   */
  static ExactNeighbours read(Path indexes) throws IOException {
    ExactNeighbours exact = new ExactNeighbours();
    try (Stream<Path> folders = Files.list(indexes);
        Directory directory =
            FSDirectory.open(folders.filter(Files::isDirectory).findFirst().orElseThrow());
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        exact.add(leaf.reader());
      }
    }
    return exact;
  }

  private void add(LeafReader leaf) throws IOException {
    @Nullable FloatVectorValues values = leaf.getFloatVectorValues("vector");
    if (values == null) {
      return; // all of it is staged
    }
    SortedDocValues ids = leaf.getSortedDocValues("chunk");
    @Nullable Bits live = leaf.getLiveDocs();
    for (int number = values.nextDoc();
        number != DocIdSetIterator.NO_MORE_DOCS;
        number = values.nextDoc()) {
      if ((live == null || live.get(number)) && ids.advanceExact(number)) {
        vectors.put(ids.lookupOrd(ids.ordValue()).utf8ToString(), values.vectorValue().clone());
      }
    }
  }

  int size() {
    return vectors.size();
  }

  /** The part of the found chunks than which no so many others are nearer. */
  double recall(float[] query, List<String> found) {
    int wanted = Math.min(Searches.NEAREST, size());
    double[] nearest =
        vectors.values().stream()
            .mapToDouble(vector -> -VectorUtil.dotProduct(query, vector))
            .sorted()
            .limit(wanted)
            .toArray();
    double least = -nearest[wanted - 1] - AS_NEAR;
    long right =
        found.stream()
            .filter(chunk -> VectorUtil.dotProduct(query, vectors.get(chunk)) >= least)
            .count();
    return (double) right / wanted;
  }
}
