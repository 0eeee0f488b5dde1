package dev.ingestion.adapters.lucene;

import static dev.ingestion.adapters.lucene.IndexFailures.translating;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexedChunk;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/** One searcher's view. */
final class LuceneSnapshot implements IndexSnapshot {
  /** Neighbours to look for at least: a search of the graph for few of them finds wrong ones. */
  private static final int LEAST_NEIGHBOURS = 100;

  /** Equal scores in the order of ids, so that the same content ranks the same in any layout. */
  private static final Sort BEST_FIRST =
      new Sort(SortField.FIELD_SCORE, new SortField(ChunkDocuments.CHUNK, SortField.Type.STRING));

  private final KnowledgeBaseId kb;
  private final IndexSearcher searcher;
  private final Closeable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param release what to do on closing
   */
  LuceneSnapshot(KnowledgeBaseId kb, IndexSearcher searcher, Closeable release) {
    this.kb = kb;
    this.searcher = searcher;
    this.release = release;
  }

  @Override
  public List<RankedChunk> byVector(float[] vector, int limit) {
    int neighbours = Math.max(limit, LEAST_NEIGHBOURS);
    return rank(new KnnFloatVectorQuery(ChunkDocuments.VECTOR, vector, neighbours), limit);
  }

  @Override
  public List<RankedChunk> byText(String text, int limit) {
    return rank(TypedQuery.of(text).toLucene(), limit);
  }

  @Override
  public IndexedChunk load(RankedChunk ranked) {
    return translating(
        "read",
        kb,
        () -> {
          List<LeafReaderContext> leaves = searcher.getLeafContexts();
          LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(ranked.handle(), leaves));
          return ChunkDocuments.read(leaf, searcher.storedFields(), ranked.handle() - leaf.docBase);
        });
  }

  @Override
  public String snippet(RankedChunk ranked, String query, int maxCharacters) {
    return Snippet.of(load(ranked).text(), TypedQuery.of(query).words(), maxCharacters);
  }

  @Override
  public List<IndexedChunk> ofGeneration(long generation) {
    return translating(
        "read",
        kb,
        () -> {
          List<IndexedChunk> chunks = new ArrayList<>();
          StoredFields stored = searcher.storedFields();
          LiveDocuments.with(
              ChunkDocuments.ofGeneration(generation),
              searcher.getIndexReader(),
              (leaf, document) -> chunks.add(ChunkDocuments.read(leaf, stored, document)));
          return chunks;
        });
  }

  @Override
  public void forEach(Consumer<IndexedChunk> visitor) {
    translating(
        "read",
        kb,
        () -> {
          StoredFields stored = searcher.storedFields();
          LiveDocuments.all(
              searcher.getIndexReader(),
              (leaf, document) -> visitor.accept(ChunkDocuments.read(leaf, stored, document)));
        });
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      translating("close a view of", kb, release::close);
    }
  }

  private List<RankedChunk> rank(Query query, int limit) {
    return translating(
        "search",
        kb,
        () -> {
          List<RankedChunk> ranked = new ArrayList<>();
          for (ScoreDoc hit : searcher.search(query, limit, BEST_FIRST).scoreDocs) {
            Object[] sortedBy = ((FieldDoc) hit).fields;
            String chunkId = sortedBy[1] instanceof BytesRef id ? id.utf8ToString() : "";
            ranked.add(new RankedChunk(hit.doc, chunkId, (Float) sortedBy[0]));
          }
          return ranked;
        });
  }
}
