package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** The real index, with a point to die at around each step that a commit takes on disk. */
public final class SteppedIndex extends IndexFolders {
  /** Every point; the rename of the list of segments is what makes a commit. */
  public static final String[] POINTS = {
    "IndexFile.create:before",
    "IndexFile.create:after",
    "IndexFile.sync:before",
    "IndexFile.sync:after",
    "IndexFile.rename:before",
    "IndexFile.rename:after",
    "IndexFile.syncFolder:before",
    "IndexFile.syncFolder:after",
    "IndexFile.delete:before",
    "IndexFile.delete:after"
  };

  private final Consumer<String> reached;

  private SteppedIndex(DataRoot root, Consumer<String> reached) {
    super(root);
    this.reached = reached;
  }

  public static ChunkIndex index(DataRoot root, Consumer<String> reached) {
    LuceneConfig config = new LuceneConfig(ByteSize.ofMegabytes(8));
    return new LuceneChunkIndex(new SteppedIndex(root, reached), config);
  }

  @Override
  Directory open(Path folder) throws IOException {
    return new Stepped(super.open(folder));
  }

  private final class Stepped extends FilterDirectory {
    Stepped(Directory directory) {
      super(directory);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      reached.accept("IndexFile.create:before");
      IndexOutput output = super.createOutput(name, context);
      reached.accept("IndexFile.create:after");
      return output;
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
      reached.accept("IndexFile.sync:before");
      super.sync(names);
      reached.accept("IndexFile.sync:after");
    }

    @Override
    public void rename(String source, String target) throws IOException {
      reached.accept("IndexFile.rename:before");
      super.rename(source, target);
      reached.accept("IndexFile.rename:after");
    }

    @Override
    public void syncMetaData() throws IOException {
      reached.accept("IndexFile.syncFolder:before");
      super.syncMetaData();
      reached.accept("IndexFile.syncFolder:after");
    }

    @Override
    public void deleteFile(String name) throws IOException {
      reached.accept("IndexFile.delete:before");
      super.deleteFile(name);
      reached.accept("IndexFile.delete:after");
    }
  }
}
