package dev.ingestion.adapters.lucene;

import dev.ingestion.ports.out.ChunkIndex.Judge;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexedChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.FixedBitSet;

/** What a repair takes away and puts in place. */
final class Mending {
  private static final int PAGE = 1_000;

  private Mending() {}

  /**
   * @return how many were taken away
   */
  static long mend(List<IndexMend> mends, Removal removal, IndexWriter writer) throws IOException {
    long taken = 0;
    if (mends.stream().anyMatch(mend -> !mend.taken().isEmpty())) {
      taken = removal.remove((reader, chosen) -> chooseTaken(mends, reader, chosen));
    }
    for (IndexMend mend : mends) {
      for (IndexEntry entry : mend.put()) {
        writer.updateDocuments(
            ChunkDocuments.visibleAs(entry.item()), List.of(ChunkDocuments.visible(entry)));
      }
    }
    return taken;
  }

  /**
   * @return how many were taken away
   */
  static long sweep(Judge judge, Removal removal) throws IOException {
    return removal.remove((reader, chosen) -> chooseUnwanted(judge, reader, chosen));
  }

  /** Those that are equal to what the mends take. */
  private static void chooseTaken(List<IndexMend> mends, IndexReader reader, FixedBitSet chosen)
      throws IOException {
    StoredFields stored = reader.storedFields();
    for (IndexMend mend : mends) {
      Set<IndexedChunk> taken = new HashSet<>(mend.taken());
      if (!taken.isEmpty()) {
        LiveDocuments.with(
            ChunkDocuments.ofGeneration(mend.generation().number()),
            reader,
            (leaf, document) -> {
              if (taken.contains(ChunkDocuments.read(leaf, stored, document))) {
                chosen.set(leaf.docBase + document);
              }
            });
      }
    }
  }

  /** Those that a judge does not want. */
  private static void chooseUnwanted(Judge judge, IndexReader reader, FixedBitSet chosen)
      throws IOException {
    StoredFields stored = reader.storedFields();
    List<IndexedChunk> page = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    LiveDocuments.all(
        reader,
        (leaf, document) -> {
          page.add(ChunkDocuments.read(leaf, stored, document));
          numbers.add(leaf.docBase + document);
          if (page.size() == PAGE) {
            judge(judge, page, numbers, chosen);
          }
        });
    judge(judge, page, numbers, chosen);
  }

  private static void judge(
      Judge judge, List<IndexedChunk> page, List<Integer> numbers, FixedBitSet chosen) {
    BitSet unwanted = judge.unwanted(List.copyOf(page));
    unwanted.stream().forEach(place -> chosen.set(numbers.get(place)));
    page.clear();
    numbers.clear();
  }
}
