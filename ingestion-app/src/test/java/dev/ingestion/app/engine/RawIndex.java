package dev.ingestion.app.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** The files of an index, changed behind the platform's back. */
final class RawIndex implements AutoCloseable {
  private static final String CHUNK = "chunk";
  private static final String GENERATION = "generation";
  private static final String TEXT = "text";

  private final Directory directory;
  private final IndexWriter writer;

  private RawIndex(Directory directory) throws IOException {
    this.directory = directory;
    this.writer = new IndexWriter(directory, new IndexWriterConfig());
  }

  static RawIndex open(Path dataRoot) throws IOException {
    return new RawIndex(FSDirectory.open(files(dataRoot)));
  }

  /** The folder of the only index. */
  static Path files(Path dataRoot) throws IOException {
    Path indexes = dataRoot.resolve(Workbench.KB.value()).resolve("index");
    try (Stream<Path> found = Files.list(indexes)) {
      return found.reduce((one, other) -> one).orElseThrow();
    }
  }

  /** Ids of all chunks, in the order in which they lie. */
  List<String> chunks() throws IOException {
    List<String> chunks = new ArrayList<>();
    try (IndexReader reader = DirectoryReader.open(writer)) {
      Bits live = MultiBits.getLiveDocs(reader);
      for (int document = 0; document < reader.maxDoc(); document++) {
        if (live == null || live.get(document)) {
          chunks.add(reader.storedFields().document(document).get(CHUNK));
        }
      }
    }
    return chunks;
  }

  void delete(String chunk) throws IOException {
    writer.deleteDocuments(new Term(CHUNK, chunk));
  }

  /** Adds the same once more; without its vector, as only the platform can write that. */
  void repeat(String chunk) throws IOException {
    writer.addDocument(copy(chunk));
  }

  /** Takes the vector and the words of an entry away, and leaves all that is stored of it. */
  void hollow(String chunk) throws IOException {
    Document hollow = copy(chunk);
    delete(chunk);
    writer.addDocument(hollow);
  }

  void falsify(String chunk, String text) throws IOException {
    Document falsified = copy(chunk);
    falsified.removeFields(TEXT);
    falsified.add(new StoredField(TEXT, text));
    delete(chunk);
    writer.addDocument(falsified);
  }

  /**
   * @param generation of the ledger's, or nobody's
   */
  void intrude(String chunk, String generation) throws IOException {
    Document document = new Document();
    document.add(new StringField(CHUNK, chunk, Field.Store.YES));
    document.add(new SortedDocValuesField(CHUNK, new BytesRef(chunk)));
    document.add(new StringField(GENERATION, generation, Field.Store.YES));
    document.add(new StoredField("source", "elsewhere"));
    document.add(new StoredField("document", "intruder.txt"));
    document.add(new StoredField(TEXT, "Nobody let me in."));
    writer.addDocument(document);
  }

  /** Adds an entry that says nothing of itself. */
  void intrudeNameless() throws IOException {
    Document document = new Document();
    document.add(new StoredField(TEXT, "I have no name."));
    writer.addDocument(document);
  }

  String generationOf(String chunk) throws IOException {
    return copy(chunk).get(GENERATION);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    directory.close();
  }

  private Document copy(String chunk) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      int hit = searcher.search(new TermQuery(new Term(CHUNK, chunk)), 1).scoreDocs[0].doc;
      Document copy = new Document();
      copy.add(new SortedDocValuesField(CHUNK, new BytesRef(chunk)));
      for (IndexableField field : searcher.storedFields().document(hit)) {
        boolean key = field.name().equals(CHUNK) || field.name().equals(GENERATION);
        copy.add(
            key
                ? new StringField(field.name(), field.stringValue(), Field.Store.YES)
                : (Field) field);
      }
      return copy;
    }
  }
}
