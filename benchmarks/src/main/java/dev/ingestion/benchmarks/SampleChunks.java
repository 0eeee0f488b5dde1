package dev.ingestion.benchmarks;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Digest;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents of chunks with vectors, the same each time: words as uneven as those of a language. */
final class SampleChunks {
  static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  static final EmbeddingSpace SPACE = new EmbeddingSpace("sample-1", 384);

  private static final int WORDS_A_CHUNK = 140;
  private static final int VOCABULARY = 20_000;
  private static final PipelineFingerprint PIPELINE = new PipelineFingerprint("f".repeat(32));

  private final Random random = new Random(42);

  /**
   * @return one list for each document
   */
  static List<List<IndexEntry>> documents(int documents, int chunksEach) {
    SampleChunks sample = new SampleChunks();
    List<List<IndexEntry>> made = new ArrayList<>();
    for (int i = 1; i <= documents; i++) {
      made.add(sample.document(i, chunksEach));
    }
    return made;
  }

  private List<IndexEntry> document(int number, int chunks) {
    DocumentKey key = new DocumentKey(SourceName.DEFAULT, "folder/document-" + number + ".html");
    List<IndexEntry> entries = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      String text = text();
      List<String> headings = List.of("Chapter " + number, word() + " " + word());
      Chunk chunk = new Chunk(i, text, headings, 0, 0, text.length());
      String hash = new Digest().add(text).hex(32);
      ChunkId id = ChunkId.of(KB, key, hash, i, PIPELINE);
      WorkItem item = new WorkItem(new Generation(number), key, "Document " + number, id, chunk);
      entries.add(new IndexEntry(item, VectorKey.of(SPACE, text), vector()));
    }
    return entries;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS_A_CHUNK; i++) {
      text.append(word()).append(i % 12 == 11 ? ". " : " ");
    }
    return text.toString().strip();
  }

  /** The n-th word is about as frequent as one n-th. */
  private String word() {
    int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
    return "w" + Integer.toString(rank * 7_919, 36);
  }

  private float[] vector() {
    float[] vector = new float[SPACE.dimension()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }
}
