package dev.ingestion.benchmarks;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.UploadStore;
import java.io.InputStream;
import java.nio.file.Path;

/** Nobody uploads anything here. */
final class NoUploads implements UploadStore {
  @Override
  public Path root(KnowledgeBaseId kb) {
    throw notAsked();
  }

  @Override
  public Stored put(
      KnowledgeBaseId kb, String path, InputStream content, long most, Runnable admission) {
    throw notAsked();
  }

  @Override
  public boolean remove(KnowledgeBaseId kb, String path) {
    throw notAsked();
  }

  @Override
  public void removeAll(KnowledgeBaseId kb) {
    // there are none
  }

  private static IllegalStateException notAsked() {
    return new IllegalStateException("A benchmark takes no uploads");
  }
}
