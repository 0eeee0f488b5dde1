package dev.ingestion.benchmarks;

import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.IndexEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene's own writer with the fields, the words and the memory of the index, each chunk added
 * once: no staging, no generations, nothing that is shown or taken back as a whole. Merges are
 * Lucene's own.
 */
final class BareLucene implements AutoCloseable {
  private static final int BUFFER_MEGABYTES = 32;
  private static final FieldType WORDS = new FieldType(TextField.TYPE_NOT_STORED);

  static {
    WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    WORDS.freeze();
  }

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  BareLucene(Path folder) throws IOException {
    directory = FSDirectory.open(folder);
    writer =
        new IndexWriter(
            directory, new IndexWriterConfig(new Words()).setRAMBufferSizeMB(BUFFER_MEGABYTES));
    searchers = new SearcherManager(writer, new SearcherFactory());
  }

  void add(List<IndexEntry> entries) throws IOException {
    for (IndexEntry entry : entries) {
      writer.addDocument(document(entry));
    }
  }

  void commit() throws IOException {
    writer.commit();
  }

  /** Lets searches find what was added. */
  void show() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /** Documents of the last commit. */
  int count() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  private static Document document(IndexEntry entry) {
    Chunk chunk = entry.item().chunk();
    String id = entry.item().id().hex();
    Document document = new Document();
    document.add(new StringField("chunk", id, Field.Store.YES));
    document.add(new SortedDocValuesField("chunk", new BytesRef(id)));
    document.add(new StringField("vector_key", entry.vectorKey().hex(), Field.Store.YES));
    document.add(new StoredField("source", entry.item().document().source().value()));
    document.add(new StoredField("document", entry.item().document().path()));
    document.add(new StoredField("title", entry.item().title()));
    chunk.headings().forEach(heading -> document.add(new StoredField("heading", heading)));
    document.add(new StoredField("ordinal", chunk.ordinal()));
    document.add(new StoredField("page", chunk.page()));
    document.add(new StoredField("start", chunk.start()));
    document.add(new StoredField("end", chunk.end()));
    document.add(new StoredField("text", chunk.text()));
    String generation = Long.toString(entry.item().generation().number());
    document.add(new StringField("generation", generation, Field.Store.YES));
    document.add(
        new KnnFloatVectorField("vector", entry.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    document.add(new Field("text_words", chunk.text(), WORDS));
    document.add(new Field("title_words", entry.item().title(), WORDS));
    chunk.headings().forEach(each -> document.add(new Field("heading_words", each, WORDS)));
    return document;
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.close();
    directory.close();
  }

  /** Cuts text as the index does. */
  private static final class Words extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
      Tokenizer source = new StandardTokenizer();
      int parts =
          WordDelimiterGraphFilter.GENERATE_WORD_PARTS
              | WordDelimiterGraphFilter.PRESERVE_ORIGINAL
              | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE;
      TokenStream words =
          new WordDelimiterGraphFilter(new EnglishPossessiveFilter(source), parts, null);
      words = new ASCIIFoldingFilter(new LowerCaseFilter(new FlattenGraphFilter(words)));
      return new TokenStreamComponents(source, new KStemFilter(words));
    }
  }
}
