package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * Lucene as its first tutorial shows it: each page one document, its words those of the standard
 * analyzer, ranked by BM25 with Lucene's own constants.
 */
final class PlainBm25 implements AutoCloseable {
  private static final String NAME = "name";
  private static final String TEXT = "text";

  private final Analyzer analyzer = new StandardAnalyzer();
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  PlainBm25(Path folder, List<Path> pages) throws IOException {
    directory = FSDirectory.open(folder);
    IndexWriterConfig config = new IndexWriterConfig(analyzer);
    try (IndexWriter writer = new IndexWriter(directory, config.setSimilarity(similarity()))) {
      for (Path page : pages) {
        Document document = new Document();
        document.add(new StringField(NAME, page.getFileName().toString(), Field.Store.YES));
        document.add(new TextField(TEXT, text(page), Field.Store.NO));
        writer.addDocument(document);
      }
    }
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(similarity());
  }

  private static BM25Similarity similarity() {
    return new BM25Similarity();
  }

  private static String text(Path page) throws IOException {
    BodyContentHandler text = new BodyContentHandler(-1);
    try (InputStream in = Files.newInputStream(page)) {
      new AutoDetectParser().parse(in, text, new Metadata(), new ParseContext());
    } catch (SAXException | TikaException e) {
      throw new IOException("Tika cannot read " + page, e);
    }
    return text.toString();
  }

  int size() {
    return reader.numDocs();
  }

  /**
   * @return names of pages with any of the words, best first
   */
  List<String> search(String typed, int limit) throws IOException {
    List<String> names = new ArrayList<>();
    @Nullable Query query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, typed);
    if (query != null) {
      for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
        names.add(searcher.storedFields().document(hit.doc).get(NAME));
      }
    }
    return names;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
    analyzer.close();
  }
}
