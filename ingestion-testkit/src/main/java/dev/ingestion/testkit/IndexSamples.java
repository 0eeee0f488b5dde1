package dev.ingestion.testkit;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.WorkItem;
import java.util.List;
import java.util.Random;

/** Entries of an index, made up from their texts. Equal arguments give equal entries. */
public final class IndexSamples {
  public static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");
  public static final EmbeddingSpace SPACE = new EmbeddingSpace("sample-space", 16);

  private IndexSamples() {}

  public static IndexRef ref(String indexId) {
    return new IndexRef(KB, "database-1", indexId, SPACE);
  }

  /** A chunk of the document {@code guide.md}. */
  public static IndexEntry entry(long generation, int ordinal, String text) {
    return entry(generation, "guide.md", ordinal, text);
  }

  public static IndexEntry entry(long generation, String path, int ordinal, String text) {
    Chunk chunk =
        new Chunk(ordinal, text, List.of("Guide", "Part " + ordinal), ordinal + 1, 10, 20);
    DocumentKey document = new DocumentKey(SourceName.DEFAULT, path);
    ChunkId id = ChunkId.of(KB, document, text, ordinal, new PipelineFingerprint("0".repeat(32)));
    WorkItem item = new WorkItem(new Generation(generation), document, "The manual", id, chunk);
    return new IndexEntry(item, key(text), vector(text));
  }

  public static VectorKey key(String text) {
    return VectorKey.of(SPACE, text);
  }

  /** A unit vector that equal texts share, and no two others. */
  public static float[] vector(String text) {
    Random random = new Random(text.hashCode());
    float[] vector = new float[SPACE.dimension()];
    double square = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
      square += (double) vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }
}
