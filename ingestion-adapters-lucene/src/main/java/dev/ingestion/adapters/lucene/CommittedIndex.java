package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/** Reads the last commit as it lies on disk, whether or not its index is open. */
final class CommittedIndex {
  private CommittedIndex() {}

  /**
   * @return the stamp of the last commit; empty if it is another's
   */
  static Optional<IndexStamp> stamp(IndexRef ref, IndexFolders folders) throws IOException {
    try (Directory directory = folders.open(folders.of(ref))) {
      return IndexStamp.read(directory, ref);
    }
  }

  /** Opens a view after reading every byte against its checksum. */
  static IndexSnapshot inspect(IndexRef ref, IndexFolders folders) throws IOException {
    if (!folders.hasCommit(ref)) {
      throw new IndexNotFoundException("there is none in " + folders.of(ref));
    }
    if (stamp(ref, folders).isEmpty()) {
      throw new IngestionException(
          ErrorCode.INDEX_DAMAGED,
          "What lies in %s is not index %s of knowledge base %s"
              .formatted(folders.of(ref), ref.indexId(), ref.kb()));
    }
    DirectoryReader reader = read(ref, folders);
    return new LuceneSnapshot(ref.kb(), new IndexSearcher(reader), reader);
  }

  private static DirectoryReader read(IndexRef ref, IndexFolders folders) throws IOException {
    try (Directory directory = folders.open(folders.of(ref))) {
      DirectoryReader reader = DirectoryReader.open(directory);
      try {
        for (LeafReaderContext leaf : reader.leaves()) {
          ((CodecReader) leaf.reader()).checkIntegrity();
        }
        return reader;
      } catch (IOException e) {
        IOUtils.closeWhileHandlingException(reader);
        throw e;
      }
    }
  }
}
