package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.VectorKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Looks vectors up by their keys, in visible and staged documents. */
final class KnownVectors {
  private final IndexReader reader;
  private final int dimension;

  KnownVectors(IndexReader reader, int dimension) {
    this.reader = reader;
    this.dimension = dimension;
  }

  Map<VectorKey, float[]> find(Set<VectorKey> keys) throws IOException {
    Map<VectorKey, float[]> found = new HashMap<>();
    for (VectorKey key : keys) {
      Term term = new Term(ChunkDocuments.VECTOR_KEY, key.hex());
      LiveDocuments.with(
          term,
          reader,
          (leaf, document) -> {
            if (!found.containsKey(key)) {
              float @Nullable [] vector = vector(leaf, document);
              if (vector != null && vector.length == dimension) {
                found.put(key, vector);
              }
            }
          });
    }
    return found;
  }

  private static float @Nullable [] vector(LeafReaderContext leaf, int document)
      throws IOException {
    @Nullable FloatVectorValues values = leaf.reader().getFloatVectorValues(ChunkDocuments.VECTOR);
    if (values != null && values.advance(document) == document) {
      return values.vectorValue().clone();
    }
    @Nullable BytesRef staged =
        leaf.reader()
            .storedFields()
            .document(document, Set.of(ChunkDocuments.STAGED_VECTOR))
            .getBinaryValue(ChunkDocuments.STAGED_VECTOR);
    return staged == null ? null : ChunkDocuments.floats(staged);
  }
}
