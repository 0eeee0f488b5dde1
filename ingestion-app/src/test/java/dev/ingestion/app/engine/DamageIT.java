package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.in.VerificationService.Finding;
import dev.ingestion.ports.in.VerificationService.Kind;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage done to an index behind the platform's back is named exactly, and can be mended. */
class DamageIT {
  private static final String CHUNK = "chunk";
  private static final String GENERATION = "generation";
  private static final String TEXT = "text";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void ingestThreeDocuments() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    for (String name : new String[] {"apples", "pears", "plums"}) {
      Files.writeString(folder.resolve(name + ".txt"), "All there is to say about " + name + ".");
    }
    try (Workbench bench = open()) {
      bench.ingest(folder);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void verifyNamesWhatIsMissingOrphanedAndStale() throws IOException {
    String missing = chunkOf("apples.txt");
    String stale = chunkOf("pears.txt");
    try (Directory directory = FSDirectory.open(indexFiles());
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      Document falsified = copy(directory, stale);
      falsified.removeFields(TEXT);
      falsified.add(new StoredField(TEXT, "Lies about pears."));
      writer.deleteDocuments(new Term(CHUNK, missing), new Term(CHUNK, stale));
      writer.addDocument(falsified);
      writer.addDocument(intruder());
    }

    try (Workbench bench = open()) {
      Report report = bench.verify();

      assertThat(report.documents()).isEqualTo(3);
      assertThat(report.chunks()).isEqualTo(3);
      assertThat(report.condition()).isEmpty();
      assertThat(report.details())
          .containsExactlyInAnyOrder(
              new Finding(Kind.MISSING, SourceName.DEFAULT.value(), "apples.txt", missing),
              new Finding(Kind.STALE, SourceName.DEFAULT.value(), "pears.txt", stale),
              new Finding(Kind.ORPHANED, "elsewhere", "intruder.txt", "c0ffee"));
      assertThat(report.missing()).isEqualTo(1);
      assertThat(report.stale()).isEqualTo(1);
      assertThat(report.orphaned()).isEqualTo(1);
    }
  }

  @Test
  void aChunkThatIsThereTwiceIsOneTooMany() throws IOException {
    String doubled = chunkOf("plums.txt");
    try (Directory directory = FSDirectory.open(indexFiles());
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(copy(directory, doubled));
    }

    try (Workbench bench = open()) {
      assertThat(bench.verify().details())
          .containsExactly(
              new Finding(Kind.ORPHANED, SourceName.DEFAULT.value(), "plums.txt", doubled));
    }
  }

  private Workbench open() {
    return Workbench.open(temp.resolve("data"), new HashingEmbeddingModel(), Between.NOTHING);
  }

  private String chunkOf(String document) {
    try (Workbench bench = open()) {
      Set<String> content = bench.content();
      return content.stream()
          .map(line -> line.split("\\|", 5))
          .filter(parts -> parts[1].equals(document))
          .map(parts -> parts[3])
          .findFirst()
          .orElseThrow();
    }
  }

  private Path indexFiles() throws IOException {
    Path indexes = temp.resolve("data").resolve(KB.value()).resolve("index");
    try (Stream<Path> found = Files.list(indexes)) {
      return found.reduce((one, other) -> one).orElseThrow();
    }
  }

  /** What is stored of a chunk, findable as the original is. */
  private static Document copy(Directory directory, String chunk) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
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

  private static Document intruder() {
    Document document = new Document();
    document.add(new StringField(CHUNK, "c0ffee", Field.Store.YES));
    document.add(new SortedDocValuesField(CHUNK, new BytesRef("c0ffee")));
    document.add(new StringField(GENERATION, "4711", Field.Store.YES));
    document.add(new StoredField("source", "elsewhere"));
    document.add(new StoredField("document", "intruder.txt"));
    document.add(new StoredField(TEXT, "Nobody let me in."));
    return document;
  }
}
