package dev.ingestion.adapters.lucene;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * Deletes documents by their numbers, since those that others wrote may have no term to find them
 * by. Memory is one bit for each document of the index.
 */
final class Removal {
  private final IndexWriter writer;
  private final ReaderManager everything;

  /**
   * @param everything gives readers of this very writer
   */
  Removal(IndexWriter writer, ReaderManager everything) {
    this.writer = writer;
    this.everything = everything;
  }

  /** Chooses documents. */
  @FunctionalInterface
  interface Choice {
    /**
     * @param chosen to be set for each
     */
    void choose(IndexReader reader, FixedBitSet chosen) throws IOException;
  }

  /**
   * A merge that ends meanwhile takes the numbers away; what had them is then looked for again.
   *
   * @return how many were deleted
   */
  long remove(Choice choice) throws IOException {
    long removed = 0;
    boolean whole = false;
    while (!whole) {
      everything.maybeRefreshBlocking();
      DirectoryReader reader = everything.acquire();
      try {
        FixedBitSet chosen = new FixedBitSet(Math.max(1, reader.maxDoc()));
        choice.choose(reader, chosen);
        int deleted = delete(reader, chosen);
        removed += deleted;
        whole = deleted == chosen.cardinality();
      } finally {
        everything.release(reader);
      }
    }
    return removed;
  }

  private int delete(IndexReader reader, FixedBitSet chosen) throws IOException {
    int deleted = 0;
    DocIdSetIterator documents = new BitSetIterator(chosen, 0);
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (writer.tryDeleteDocument(reader, document) != -1) {
        deleted++;
      }
    }
    return deleted;
  }
}
