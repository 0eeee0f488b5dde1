package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.UploadStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Uploads in memory, for engines in tests that read no files. Thread-safe. */
public final class InMemoryUploads implements UploadStore {
  private final Map<KnowledgeBaseId, Map<String, byte[]>> files = new HashMap<>();

  @Override
  public Path root(KnowledgeBaseId kb) {
    return Path.of("/uploads", kb.value());
  }

  @Override
  public Stored put(
      KnowledgeBaseId kb, String path, InputStream content, long most, Runnable admission) {
    return place(kb, path, read(content, most), admission);
  }

  private synchronized Stored place(
      KnowledgeBaseId kb, String path, byte[] bytes, Runnable admission) {
    admission.run();
    boolean replaced = files.computeIfAbsent(kb, key -> new HashMap<>()).put(path, bytes) != null;
    return new Stored(bytes.length, replaced);
  }

  private static byte[] read(InputStream content, long most) {
    try {
      byte[] bytes = content.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
      if (bytes.length > most) {
        throw new IngestionException(ErrorCode.TOO_LARGE, "More than " + most + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "It cannot be read", e);
    }
  }

  @Override
  public synchronized boolean remove(KnowledgeBaseId kb, String path) {
    Map<String, byte[]> own = files.get(kb);
    return own != null && own.remove(path) != null;
  }

  @Override
  public synchronized void removeAll(KnowledgeBaseId kb) {
    files.remove(kb);
  }
}
