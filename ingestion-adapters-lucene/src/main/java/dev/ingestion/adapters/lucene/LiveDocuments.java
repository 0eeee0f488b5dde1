package dev.ingestion.adapters.lucene;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** Walks documents that are not deleted, in the order in which they lie. */
final class LiveDocuments {
  private LiveDocuments() {}

  /** Takes one document. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param document its number within the leaf
     */
    void visit(LeafReaderContext leaf, int document) throws IOException;
  }

  static void with(Term term, IndexReader reader, Visitor visitor) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      @Nullable PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
      if (postings != null) {
        walk(leaf, postings, visitor);
      }
    }
  }

  static void all(IndexReader reader, Visitor visitor) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      walk(leaf, DocIdSetIterator.all(leaf.reader().maxDoc()), visitor);
    }
  }

  static void walk(LeafReaderContext leaf, DocIdSetIterator documents, Visitor visitor)
      throws IOException {
    @Nullable Bits live = leaf.reader().getLiveDocs();
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (live == null || live.get(document)) {
        visitor.visit(leaf, document);
      }
    }
  }
}
