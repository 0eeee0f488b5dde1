package dev.ingestion.adapters.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what becomes visible to segments of its own, on all cores, and gives them to the index in
 * one step. Written straight to the index, it would share segments with what is staged meanwhile;
 * {@link SeparateMerges} says what that costs.
 *
 * <p>The segments are made in a folder within the index's, which counts for nothing: what is left
 * there by a crash is deleted. Not thread-safe.
 */
final class PromotedSegments {
  private static final Logger log = LoggerFactory.getLogger(PromotedSegments.class);

  private static final String FOLDER = "promoted";

  /** Documents that a thread takes at once. */
  private static final int PORTION = 16;

  /** Documents that are worth another thread, which makes another segment. */
  private static final int DOCUMENTS_A_THREAD = 100;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final IndexFolders folders;
  private final Path folder;
  private final LuceneConfig config;

  /**
   * @param index folder of the index
   */
  PromotedSegments(IndexFolders folders, Path index, LuceneConfig config) {
    this.folders = folders;
    this.folder = index.resolve(FOLDER);
    this.config = config;
  }

  /** Deletes what is left of a switch. */
  void clear() throws IOException {
    folders.clear(folder);
  }

  /**
   * Adds the visible form of staged documents, all of them or none.
   *
   * @param staged numbers of documents of the reader, at least one
   */
  void add(IndexWriter index, IndexReader reader, int[] staged) throws IOException {
    clear();
    int createdBy = reader.leaves().get(0).reader().getMetaData().getCreatedVersionMajor();
    try (Directory directory = new Unsynced(folders.open(folder))) {
      try (IndexWriter writer = IndexWriters.promoting(directory, createdBy, config)) {
        write(writer, reader, staged);
        writer.commit();
      }
      index.addIndexes(directory);
    }
    clear();
  }

  private static void write(IndexWriter writer, IndexReader reader, int[] staged)
      throws IOException {
    int helpers = Math.min(CORES, staged.length / DOCUMENTS_A_THREAD) - 1;
    AtomicInteger next = new AtomicInteger();
    write(helpers, () -> writePortions(writer, reader, staged, next));
  }

  /** Does the work together with others, as many as are to be had. */
  private static void write(int helpers, IORunnable work) throws IOException {
    if (helpers <= 0) {
      work.run();
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(helpers);
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    try {
      for (int i = 0; i < helpers; i++) {
        parts.add(CompletableFuture.runAsync(unchecked(work), pool));
      }
    } catch (OutOfMemoryError e) {
      log.warn("No other thread helps with a switch: {}", e.toString());
    }
    try {
      parts.add(CompletableFuture.runAsync(unchecked(work), Runnable::run));
      CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw IOUtils.rethrowAlways(cause(e));
    } finally {
      pool.shutdown(); // and nothing interrupts its threads
    }
  }

  private static Runnable unchecked(IORunnable part) {
    return () -> {
      try {
        part.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static Throwable cause(CompletionException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (!(at instanceof CompletionException || at instanceof UncheckedIOException)) {
        return at;
      }
    }
    return e;
  }

  private static void writePortions(
      IndexWriter writer, IndexReader reader, int[] staged, AtomicInteger next) throws IOException {
    StoredFields stored = reader.storedFields(); // for one thread only
    for (int i = next.getAndAdd(PORTION); i < staged.length; i = next.getAndAdd(PORTION)) {
      for (int document = i; document < Math.min(i + PORTION, staged.length); document++) {
        writer.addDocument(ChunkDocuments.visible(stored.document(staged[document])));
      }
    }
  }

  /** Its files are copied before they count, so they need not outlive a loss of power. */
  private static final class Unsynced extends FilterDirectory {
    Unsynced(Directory directory) {
      super(directory);
    }

    @Override
    public void sync(Collection<String> names) {}

    @Override
    public void syncMetaData() {}
  }
}
