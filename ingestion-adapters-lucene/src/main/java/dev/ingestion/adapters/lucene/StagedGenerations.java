package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.Generation;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Finds out which generations have staged entries. */
final class StagedGenerations {
  private StagedGenerations() {}

  static Set<Generation> in(IndexReader reader) throws IOException {
    Set<Generation> generations = new HashSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      @Nullable Terms terms = leaf.reader().terms(ChunkDocuments.STAGED_GENERATION);
      if (terms != null) {
        collect(leaf, terms.iterator(), generations);
      }
    }
    return generations;
  }

  /** A term outlives its documents until their segment is merged, so the documents are asked. */
  private static void collect(LeafReaderContext leaf, TermsEnum terms, Set<Generation> generations)
      throws IOException {
    for (@Nullable BytesRef term = terms.next(); term != null; term = terms.next()) {
      long number = ChunkDocuments.generation(term.utf8ToString());
      if (number >= 1) { // anything else is not ours
        LiveDocuments.walk(
            leaf,
            terms.postings(null, PostingsEnum.NONE),
            (sameLeaf, document) -> generations.add(new Generation(number)));
      }
    }
  }
}
