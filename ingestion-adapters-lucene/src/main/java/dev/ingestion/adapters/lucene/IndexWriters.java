package dev.ingestion.adapters.lucene;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens Lucene's writers the way an index here needs them. */
final class IndexWriters {
  private static final Logger log = LoggerFactory.getLogger(IndexWriters.class);

  private IndexWriters() {}

  static IndexWriter open(Directory directory, LuceneConfig config) throws IOException {
    return new IndexWriter(
        directory,
        common()
            .setMergePolicy(new SeparateMerges(new TieredMergePolicy()))
            .setMergeScheduler(new LoggedMerges())
            .setRAMBufferSizeMB(config.stagingMegabytes()));
  }

  /**
   * Opens one for segments that another index is to take over as they are.
   *
   * @param createdBy Lucene's major version that has made the other index
   */
  static IndexWriter promoting(Directory directory, int createdBy, LuceneConfig config)
      throws IOException {
    return new IndexWriter(
        directory,
        common()
            .setIndexCreatedVersionMajor(createdBy)
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setRAMBufferSizeMB(config.promotionMegabytes()));
  }

  private static IndexWriterConfig common() {
    return new IndexWriterConfig(WordAnalyzer.INSTANCE)
        .setCodec(new IndexCodec())
        .setCommitOnClose(false);
  }

  /**
   * A merge that fails closes its writer, and whoever uses that next is told why. The merge's own
   * thread has nobody to tell: left alone, it would print a stack trace to the console.
   */
  private static final class LoggedMerges extends ConcurrentMergeScheduler {
    @Override
    protected void handleMergeException(Throwable failure) {
      log.warn("A merge of segments failed and has closed its index's writer", failure);
    }
  }
}
