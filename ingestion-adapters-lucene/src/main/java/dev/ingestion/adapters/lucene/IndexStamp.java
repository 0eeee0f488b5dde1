package dev.ingestion.adapters.lucene;

import dev.ingestion.ports.out.IndexRef;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * What every commit says of itself: whose index it is of, and which commit.
 *
 * @param checkpoint 0 for the commit that made the index, then one more each
 */
record IndexStamp(IndexRef owner, long checkpoint) {
  private static final String CHECKPOINT = "checkpoint";

  /**
   * @param directory with a commit
   * @return that of the last commit; empty if it is not of this owner's index
   */
  static Optional<IndexStamp> read(Directory directory, IndexRef owner) throws IOException {
    Map<String, String> commitData = SegmentInfos.readLatestCommit(directory).getUserData();
    String checkpoint = commitData.get(CHECKPOINT);
    boolean ours = commitData.entrySet().containsAll(identity(owner).entrySet());
    return ours && checkpoint != null
        ? Optional.of(new IndexStamp(owner, Long.parseLong(checkpoint)))
        : Optional.empty();
  }

  IndexStamp next() {
    return new IndexStamp(owner, checkpoint + 1);
  }

  Map<String, String> commitData() {
    Map<String, String> data = identity(owner);
    data.put(CHECKPOINT, Long.toString(checkpoint));
    return data;
  }

  private static Map<String, String> identity(IndexRef owner) {
    Map<String, String> data = new TreeMap<>();
    data.put("database", owner.databaseId());
    data.put("knowledge-base", owner.kb().value());
    data.put("index", owner.indexId());
    data.put("space", owner.space().name());
    data.put("dimension", Integer.toString(owner.space().dimension()));
    return data;
  }
}
