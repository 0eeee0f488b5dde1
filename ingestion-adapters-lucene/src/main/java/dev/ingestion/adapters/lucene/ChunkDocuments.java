package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.WorkItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Chunks as Lucene documents. Staged and visible ones store the same content; what makes a document
 * findable (vector graph, analysed words, {@link #GENERATION}) only the visible ones have, what
 * tells whose work it is only the staged ones. So what is staged weighs neither on the graph nor on
 * the statistics of the words, and a search cannot meet it.
 */
final class ChunkDocuments {
  /** In both. */
  static final String CHUNK = "chunk";

  static final String VECTOR_KEY = "vector_key";

  /** In visible ones only. */
  static final String GENERATION = "generation";

  static final String VECTOR = "vector";
  static final String TEXT_WORDS = "text_words";
  static final String HEADING_WORDS = "heading_words";
  static final String TITLE_WORDS = "title_words";

  /** In staged ones only. */
  static final String STAGED_GENERATION = "staged_generation";

  static final String STAGED_VECTOR = "staged_vector";
  private static final String STAGED_KEY = "staged_key";
  private static final String CLAIM = "claim";

  /** Stored, in both. */
  private static final String SOURCE = "source";

  private static final String DOCUMENT = "document";
  private static final String TITLE = "title";
  private static final String HEADING = "heading";
  private static final String ORDINAL = "ordinal";
  private static final String PAGE = "page";
  private static final String START = "start";
  private static final String END = "end";
  private static final String TEXT = "text";

  /** No positions: no query here asks for phrases, and snippets analyse the text they show. */
  static final FieldType WORDS = new FieldType(TextField.TYPE_NOT_STORED);

  static {
    WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    WORDS.freeze();
  }

  private ChunkDocuments() {}

  static Term ofGeneration(long generation) {
    return new Term(GENERATION, Long.toString(generation));
  }

  static Query visibleAs(WorkItem item) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(ofGeneration(item.generation().number())), Occur.FILTER)
        .add(new TermQuery(new Term(CHUNK, item.id().hex())), Occur.FILTER)
        .build();
  }

  static Term stagedOf(Generation generation) {
    return new Term(STAGED_GENERATION, generation.toString());
  }

  static Term stagedBy(ClaimToken claim) {
    return new Term(CLAIM, claim.value());
  }

  static Term stagedAs(IndexEntry entry, ClaimToken claim) {
    WorkItem item = entry.item();
    return new Term(STAGED_KEY, item.id() + "/" + item.generation() + "/" + claim);
  }

  static Document staged(IndexEntry entry, ClaimToken claim) {
    Document document = content(chunk(entry.item()), entry.vectorKey().hex());
    document.add(new StringField(STAGED_KEY, stagedAs(entry, claim).text(), Field.Store.NO));
    document.add(new StringField(CLAIM, claim.value(), Field.Store.NO));
    String generation = entry.item().generation().toString();
    document.add(new StringField(STAGED_GENERATION, generation, Field.Store.YES));
    document.add(new StoredField(STAGED_VECTOR, bytes(entry.vector())));
    return document;
  }

  /**
   * @param staged the stored fields of a staged document
   * @throws CorruptIndexException if it has no vector
   */
  static Document visible(Document staged) throws CorruptIndexException {
    IndexedChunk chunk = read(staged, true);
    @Nullable BytesRef vector = staged.getBinaryValue(STAGED_VECTOR);
    if (vector == null) {
      throw new CorruptIndexException("a staged entry has no vector", "chunk " + chunk.chunkId());
    }
    return visible(chunk, staged.get(VECTOR_KEY), floats(vector));
  }

  static Document visible(IndexEntry entry) {
    return visible(chunk(entry.item()), entry.vectorKey().hex(), entry.vector());
  }

  private static Document visible(IndexedChunk chunk, String vectorKey, float[] vector) {
    Document document = content(chunk, vectorKey);
    String generation = Long.toString(chunk.generation());
    document.add(new StringField(GENERATION, generation, Field.Store.YES));
    document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new Field(TEXT_WORDS, chunk.text(), WORDS));
    document.add(new Field(TITLE_WORDS, chunk.title(), WORDS));
    for (String heading : chunk.headings()) {
      document.add(new Field(HEADING_WORDS, heading, WORDS));
    }
    return document;
  }

  /**
   * Reads any document, ours or not.
   *
   * @param stored of the whole reader
   * @param number within the leaf
   */
  static IndexedChunk read(LeafReaderContext leaf, StoredFields stored, int number)
      throws IOException {
    Document document = stored.document(leaf.docBase + number);
    boolean staged = document.get(STAGED_GENERATION) != null;
    return read(
        document,
        staged
            ? document.getBinaryValue(STAGED_VECTOR) != null
            : isSearchable(leaf.reader(), number));
  }

  /** Of the words, those of text and title are there even if there is none. */
  private static boolean isSearchable(LeafReader reader, int number) throws IOException {
    @Nullable FloatVectorValues vectors = reader.getFloatVectorValues(VECTOR);
    return vectors != null
        && vectors.advance(number) == number
        && hasWords(reader, TEXT_WORDS, number)
        && hasWords(reader, TITLE_WORDS, number);
  }

  private static boolean hasWords(LeafReader reader, String field, int number) throws IOException {
    @Nullable NumericDocValues lengths = reader.getNormValues(field);
    return lengths != null && lengths.advanceExact(number);
  }

  private static IndexedChunk read(Document stored, boolean searchable) {
    @Nullable String staged = stored.get(STAGED_GENERATION);
    return new IndexedChunk(
        text(stored, CHUNK),
        generation(staged == null ? text(stored, GENERATION) : staged),
        text(stored, SOURCE),
        text(stored, DOCUMENT),
        text(stored, TITLE),
        List.of(stored.getValues(HEADING)),
        number(stored, ORDINAL),
        number(stored, PAGE),
        number(stored, START),
        number(stored, END),
        text(stored, TEXT),
        staged != null,
        searchable);
  }

  static float[] floats(BytesRef bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length).asFloatBuffer().get(vector);
    return vector;
  }

  private static IndexedChunk chunk(WorkItem item) {
    Chunk chunk = item.chunk();
    return new IndexedChunk(
        item.id().hex(),
        item.generation().number(),
        item.document().source().value(),
        item.document().path(),
        item.title(),
        chunk.headings(),
        chunk.ordinal(),
        chunk.page(),
        chunk.start(),
        chunk.end(),
        chunk.text(),
        true,
        true);
  }

  private static Document content(IndexedChunk chunk, String vectorKey) {
    Document document = new Document();
    document.add(new StringField(CHUNK, chunk.chunkId(), Field.Store.YES));
    document.add(new SortedDocValuesField(CHUNK, new BytesRef(chunk.chunkId())));
    document.add(new StringField(VECTOR_KEY, vectorKey, Field.Store.YES));
    document.add(new StoredField(SOURCE, chunk.source()));
    document.add(new StoredField(DOCUMENT, chunk.document()));
    document.add(new StoredField(TITLE, chunk.title()));
    chunk.headings().forEach(heading -> document.add(new StoredField(HEADING, heading)));
    document.add(new StoredField(ORDINAL, chunk.ordinal()));
    document.add(new StoredField(PAGE, chunk.page()));
    document.add(new StoredField(START, chunk.start()));
    document.add(new StoredField(END, chunk.end()));
    document.add(new StoredField(TEXT, chunk.text()));
    return document;
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static String text(Document stored, String field) {
    @Nullable String value = stored.get(field);
    return value == null ? "" : value;
  }

  private static int number(Document stored, String field) {
    @Nullable IndexableField value = stored.getField(field);
    return value == null || value.numericValue() == null ? 0 : value.numericValue().intValue();
  }

  static long generation(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0; // not ours: the port describes such an entry by generation 0
    }
  }
}
