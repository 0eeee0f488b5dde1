package dev.ingestion.ports.out;

import java.util.List;
import java.util.function.Consumer;

/** A view of an index at one moment. Thread-safe until it is closed; readers must close it. */
public interface IndexSnapshot extends AutoCloseable {
  /**
   * @param vector of the index's dimension and of unit length
   * @return the visible chunks nearest to it, best first, at most {@code limit}
   */
  List<RankedChunk> byVector(float[] vector, int limit);

  /**
   * @param text what a person typed; no syntax, anything is valid
   * @return the visible chunks that match best, best first, at most {@code limit}
   */
  List<RankedChunk> byText(String text, int limit);

  /**
   * @param ranked of this snapshot
   */
  IndexedChunk load(RankedChunk ranked);

  /**
   * @return a part of the chunk's text around the words of the query, with each matching word
   *     between U+0001 and U+0002; the beginning of the text if none matches
   */
  String snippet(RankedChunk ranked, String query, int maxCharacters);

  /** Visible entries of one generation, in no order. */
  List<IndexedChunk> ofGeneration(long generation);

  /** Walks every entry, visible or staged, in no order. */
  void forEach(Consumer<IndexedChunk> visitor);

  @Override
  void close();

  /**
   * @param handle the snapshot's own number of the entry
   * @param score the ranking's own measure, higher is better
   */
  record RankedChunk(int handle, String chunkId, double score) {}
}
