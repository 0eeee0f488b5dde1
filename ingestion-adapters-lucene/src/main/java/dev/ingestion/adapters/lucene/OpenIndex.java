package dev.ingestion.adapters.lucene;

import dev.ingestion.adapters.lucene.IndexFailures.Work;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.ports.out.ChunkIndex.Judge;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexTicket;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * An index with its writer and two readers: {@code everything} is brought up to date whenever
 * staged entries are asked for, {@code visible} by {@link #apply}, {@link #mend} and {@link #sweep}
 * alone, so that what search sees changes by whole switches and mends. Throws what Lucene throws.
 *
 * <p>A failed commit, switch or mend ends the writer, since neither can be trusted to be tried
 * again: the system may call a page clean that it could not write, and half a switch must never be
 * committed. What was searchable stays so until the index is closed.
 */
final class OpenIndex implements Closeable {
  /** Held by what a commit must not cut in two. */
  private final Object commitLock = new Object();

  private final String incarnation = UUID.randomUUID().toString();
  private final IndexRef ref;
  private final Directory directory;
  private final IndexWriter writer;
  private final ReaderManager everything;
  private final SearcherManager visible;
  private final EarlierIndexes earlier;
  private final Removal removal;
  private final PromotedSegments promoted;

  /** Of the last commit. */
  private IndexStamp stamp;

  /** The writer's number of the last change in the last commit. */
  private long committed;

  private OpenIndex(
      IndexStamp stamp,
      Directory directory,
      IndexWriter writer,
      EarlierIndexes earlier,
      PromotedSegments promoted)
      throws IOException {
    this.ref = stamp.owner();
    this.stamp = stamp;
    this.directory = directory;
    this.writer = writer;
    this.earlier = earlier;
    this.promoted = promoted;
    this.everything = new ReaderManager(writer);
    this.visible = new SearcherManager(writer, new SearcherFactory());
    this.removal = new Removal(writer, everything);
  }

  /**
   * @param stamp of the commit that is there
   */
  static OpenIndex open(IndexStamp stamp, IndexFolders folders, LuceneConfig config)
      throws IOException {
    IndexRef ref = stamp.owner();
    Directory directory = folders.open(folders.of(ref));
    @Nullable IndexWriter writer = null;
    try {
      writer = IndexWriters.open(directory, config);
      PromotedSegments promoted = new PromotedSegments(folders, folders.of(ref), config);
      promoted.clear();
      return new OpenIndex(stamp, directory, writer, new EarlierIndexes(folders, ref), promoted);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(writer, directory);
      throw e;
    }
  }

  /** Makes an empty index in place of whatever lies there without a commit. */
  static OpenIndex create(IndexRef ref, IndexFolders folders, LuceneConfig config)
      throws IOException {
    folders.make(ref);
    OpenIndex made = open(new IndexStamp(ref, 0), folders, config);
    try {
      made.commit(made.stamp);
      return made;
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(made);
      throw e;
    }
  }

  /** Whether the writer lives: it closes itself when it cannot write any more. */
  boolean isWritable() {
    return writer.isOpen();
  }

  IndexTicket upsert(ClaimToken claim, List<IndexEntry> entries) throws IOException {
    entries.forEach(this::requireFitting);
    long sequence = 0;
    for (IndexEntry entry : entries) {
      long change =
          writer.updateDocument(
              ChunkDocuments.stagedAs(entry, claim), ChunkDocuments.staged(entry, claim));
      sequence = Math.max(sequence, change);
    }
    return new IndexTicket(incarnation, sequence);
  }

  void discard(ClaimToken claim) throws IOException {
    writer.deleteDocuments(ChunkDocuments.stagedBy(claim));
  }

  long flush(Collection<IndexTicket> tickets) throws IOException {
    synchronized (commitLock) {
      boolean changed = writer.hasUncommittedChanges();
      requireWritable(); // asked second, since a writer that has just died has no changes either
      if (changed) {
        commit(stamp.next());
      }
      tickets.forEach(this::requireCommitted);
      return stamp.checkpoint();
    }
  }

  void apply(NetSwitches switches) throws IOException {
    synchronized (commitLock) {
      everything.maybeRefreshBlocking();
      DirectoryReader reader = everything.acquire();
      try {
        show(due(switches.promoted(), reader), reader, switches.retired());
      } finally {
        everything.release(reader);
      }
    }
  }

  void mend(List<IndexMend> mends) throws IOException {
    mends.forEach(mend -> mend.put().forEach(this::requireFitting));
    synchronized (commitLock) {
      wholly(() -> Mending.mend(mends, removal, writer));
    }
  }

  long sweep(Judge judge) throws IOException {
    synchronized (commitLock) {
      return wholly(() -> Mending.sweep(judge, removal));
    }
  }

  void retainStaged(Set<Generation> pending) throws IOException {
    for (Generation generation : staged()) {
      if (!pending.contains(generation)) {
        writer.deleteDocuments(ChunkDocuments.stagedOf(generation));
      }
    }
  }

  Set<Generation> staged() throws IOException {
    return readingEverything(StagedGenerations::in);
  }

  /** Looks among everything here first, staged or visible, and then in earlier indexes. */
  Map<VectorKey, float[]> vectors(Set<VectorKey> keys) throws IOException {
    int dimension = ref.space().dimension();
    Map<VectorKey, float[]> found =
        readingEverything(reader -> new KnownVectors(reader, dimension).find(keys));
    Set<VectorKey> missing = new HashSet<>(keys);
    missing.removeAll(found.keySet());
    if (!missing.isEmpty()) {
      found.putAll(earlier.vectors(missing));
    }
    return found;
  }

  IndexSnapshot snapshot() throws IOException {
    IndexSearcher searcher = visible.acquire();
    return new LuceneSnapshot(ref.kb(), searcher, () -> visible.release(searcher));
  }

  /** Lets go of an earlier index that is about to be deleted. */
  void forget(String indexId) throws IOException {
    earlier.forget(indexId);
  }

  /** Commits nothing. */
  @Override
  public void close() throws IOException {
    IOUtils.close(visible, everything, earlier, writer, directory);
  }

  private List<Promotion> due(Map<Generation, Integer> promoted, IndexReader reader)
      throws IOException {
    List<Promotion> due = new ArrayList<>();
    for (Map.Entry<Generation, Integer> shown : promoted.entrySet()) {
      Promotion promotion = new Promotion(reader, shown.getKey(), shown.getValue());
      if (promotion.isDue()) {
        due.add(promotion);
      }
    }
    return due;
  }

  private void show(List<Promotion> promotions, IndexReader reader, Set<Generation> retired)
      throws IOException {
    wholly(
        () -> {
          promote(promotions, reader);
          for (Generation generation : retired) {
            writer.deleteDocuments(
                ChunkDocuments.ofGeneration(generation.number()),
                ChunkDocuments.stagedOf(generation));
          }
          return true;
        });
  }

  private void promote(List<Promotion> promotions, IndexReader reader) throws IOException {
    IntStream.Builder staged = IntStream.builder();
    for (Promotion promotion : promotions) {
      promotion.forEachStaged(staged::add);
    }
    int[] documents = staged.build().toArray();
    if (documents.length > 0) {
      promoted.add(writer, reader, documents);
    }
    for (Promotion promotion : promotions) {
      writer.deleteDocuments(ChunkDocuments.stagedOf(promotion.generation()));
    }
  }

  /** Lets search see all of some work, or ends the writer so that none of it is committed. */
  private <T> T wholly(Work<T> work) throws IOException {
    try {
      T result = work.run();
      visible.maybeRefreshBlocking();
      return result;
    } catch (Throwable e) {
      endWriter(e);
      throw e;
    }
  }

  private void commit(IndexStamp next) throws IOException {
    try {
      writer.setLiveCommitData(next.commitData().entrySet());
      committed = writer.commit();
      stamp = next;
    } catch (Throwable e) {
      endWriter(e);
      throw e;
    }
  }

  private void endWriter(Throwable cause) {
    try {
      writer.rollback();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private <T> T readingEverything(ReaderFunction<T> function) throws IOException {
    everything.maybeRefreshBlocking();
    DirectoryReader reader = everything.acquire();
    try {
      return function.apply(reader);
    } finally {
      everything.release(reader);
    }
  }

  private void requireFitting(IndexEntry entry) {
    if (entry.vector().length != ref.space().dimension()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "The vector of chunk %s has %d floats, and those of %s have %d"
              .formatted(
                  entry.item().id(),
                  entry.vector().length,
                  ref.space().name(),
                  ref.space().dimension()));
    }
  }

  private void requireWritable() {
    if (!writer.isOpen()) {
      throw new AlreadyClosedException("The writer has ended", writer.getTragicException());
    }
  }

  private void requireCommitted(IndexTicket ticket) {
    if (!ticket.incarnation().equals(incarnation) || ticket.sequence() > committed) {
      throw new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Index %s of knowledge base %s was opened again since the upsert and has lost what was not flushed; stage it again"
              .formatted(ref.indexId(), ref.kb()));
    }
  }

  /** Asks a reader something. */
  @FunctionalInterface
  private interface ReaderFunction<T> {
    T apply(IndexReader reader) throws IOException;
  }
}
