package dev.ingestion.benchmarks;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.loader.FileSystemDocumentLoader;
import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.HuggingFaceTokenCountEstimator;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.SAXException;

/**
 * LangChain4j as its manual shows it, with the same model, the same sizes of chunks and Tika; what
 * it makes is kept in memory alone.
 */
final class LangChain {
  /** The tokenizer's file says so, and nothing of LangChain4j says otherwise. */
  static final int MOST_TOKENS = 128;

  private final EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
  private final HuggingFaceTokenCountEstimator tokens = new HuggingFaceTokenCountEstimator();
  private final AutoDetectParser parser = new AutoDetectParser();

  /**
   * Loads a folder of so many files, cuts, embeds and stores them.
   *
   * @return what was stored
   */
  InMemoryEmbeddingStore<TextSegment> ingest(Path folder, int files) {
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    List<Document> documents = FileSystemDocumentLoader.loadDocuments(folder, this::parse);
    BrokenBenchmarkException.require("documents of LangChain4j", files, documents.size());
    EmbeddingStoreIngestor.builder()
        .documentSplitter(
            DocumentSplitters.recursive(
                RealParts.CHUNKING.size(), RealParts.CHUNKING.overlap(), tokens))
        .embeddingModel(model)
        .embeddingStore(store)
        .build()
        .ingest(documents);
    return store;
  }

  /** All texts that are in a store. */
  static List<String> texts(InMemoryEmbeddingStore<TextSegment> store) {
    float[] any = new float[384];
    any[0] = 1;
    return store
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(Embedding.from(any))
                .maxResults(store.size())
                .minScore(0.0)
                .build())
        .matches()
        .stream()
        .map(match -> match.embedded().text())
        .toList();
  }

  private Document parse(InputStream in) {
    BodyContentHandler text = new BodyContentHandler(-1);
    try {
      parser.parse(in, text, new Metadata(), new ParseContext());
      return Document.from(text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SAXException | TikaException e) {
      throw new IllegalStateException("Tika cannot parse a page", e);
    }
  }
}
