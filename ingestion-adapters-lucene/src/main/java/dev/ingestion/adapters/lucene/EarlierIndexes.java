package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.VectorKey;
import dev.ingestion.ports.out.IndexRef;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies beside an index from before it was made: no more than a cache of vectors. Opened when
 * first asked and kept open, since what it holds does not change. Thread-safe.
 */
final class EarlierIndexes implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(EarlierIndexes.class);

  private final IndexFolders folders;
  private final IndexRef later;

  /** Null until first asked. */
  private @Nullable Map<String, DirectoryReader> readers;

  EarlierIndexes(IndexFolders folders, IndexRef later) {
    this.folders = folders;
    this.later = later;
  }

  synchronized Map<VectorKey, float[]> vectors(Set<VectorKey> keys) throws IOException {
    Map<VectorKey, float[]> found = new HashMap<>();
    if (readers == null) {
      readers = openAll();
    }
    Set<VectorKey> missing = new HashSet<>(keys);
    for (DirectoryReader reader : readers.values()) {
      found.putAll(new KnownVectors(reader, later.space().dimension()).find(missing));
      missing.removeAll(found.keySet());
    }
    return found;
  }

  /** Gives an index back that is about to be deleted. */
  synchronized void forget(String indexId) throws IOException {
    @Nullable DirectoryReader reader = readers == null ? null : readers.remove(indexId);
    if (reader != null) {
      reader.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (readers != null) {
      for (DirectoryReader reader : readers.values()) {
        reader.close();
      }
      readers = null;
    }
  }

  private Map<String, DirectoryReader> openAll() throws IOException {
    Map<String, DirectoryReader> opened = new TreeMap<>();
    for (String indexId : folders.ids(later.kb())) {
      if (!indexId.equals(later.indexId())) {
        open(indexId).ifPresent(reader -> opened.put(indexId, reader));
      }
    }
    return opened;
  }

  private Optional<DirectoryReader> open(String indexId) {
    // The reader needs the directory no longer than it takes to open its files.
    try (Directory directory = folders.open(folders.of(later.kb(), indexId))) {
      return Optional.of(DirectoryReader.open(directory));
    } catch (IOException e) {
      log.info(
          "Index {} of {} gives no vectors, since it cannot be read: {}",
          indexId,
          later.kb(),
          e.toString());
      return Optional.empty();
    }
  }
}
