package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;

/**
 * What there is to do to make a generation visible. Memory does not grow with the size of its
 * entries, only with the number of their ids.
 */
final class Promotion {
  private final IndexReader reader;
  private final Generation generation;
  private final int chunks;

  /**
   * @param reader of everything, staged or visible
   * @param chunks how many the generation has
   */
  Promotion(IndexReader reader, Generation generation, int chunks) {
    this.reader = reader;
    this.generation = generation;
    this.chunks = chunks;
  }

  /**
   * @return whether there is anything to do
   * @throws IngestionException INDEX_DAMAGED if the generation is whole neither among the visible
   *     entries nor among the staged
   */
  boolean isDue() throws IOException {
    int visible = visibleChunks();
    if (visible == chunks) {
      return false;
    }
    int staged = forEachStaged(document -> {});
    if (visible != 0 || staged != chunks) {
      throw new IngestionException(
          ErrorCode.INDEX_DAMAGED,
          "Generation %s should have %d chunks, and the index has %d visible and %d staged; it has to be built again"
              .formatted(generation, chunks, visible, staged));
    }
    return true;
  }

  Generation generation() {
    return generation;
  }

  private int visibleChunks() throws IOException {
    int[] count = {0};
    LiveDocuments.with(
        ChunkDocuments.ofGeneration(generation.number()), reader, (leaf, document) -> count[0]++);
    return count[0];
  }

  /**
   * Gives one entry for each chunk id; where several claims have staged a chunk, their entries are
   * equal.
   *
   * @return how many
   */
  int forEachStaged(Sink sink) throws IOException {
    Set<String> seen = new HashSet<>();
    Term staged = ChunkDocuments.stagedOf(generation);
    LiveDocuments.with(
        staged,
        reader,
        (leaf, document) -> {
          if (seen.add(chunkId(leaf, document))) {
            sink.take(leaf.docBase + document);
          }
        });
    return seen.size();
  }

  private static String chunkId(LeafReaderContext leaf, int document) throws IOException {
    SortedDocValues ids = DocValues.getSorted(leaf.reader(), ChunkDocuments.CHUNK);
    return ids.advanceExact(document) ? ids.lookupOrd(ids.ordValue()).utf8ToString() : "";
  }

  /** Takes the number of a document. */
  @FunctionalInterface
  interface Sink {
    void take(int document) throws IOException;
  }
}
