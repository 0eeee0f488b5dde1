package dev.ingestion.adapters.lucene;

import dev.ingestion.app.engine.DiskStep;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** The real index, with a point around each step that a commit takes on disk. */
public final class SteppedIndex extends IndexFolders {
  /** Every point; the rename of the list of segments is what makes a commit. */
  public static final String[] POINTS = {
    "IndexFile.create:before",
    "IndexFile.create:after",
    "IndexFile.write:before",
    "IndexFile.sync:before",
    "IndexFile.sync:after",
    "IndexFile.rename:before",
    "IndexFile.rename:after",
    "IndexFile.syncFolder:before",
    "IndexFile.syncFolder:after",
    "IndexFile.delete:before",
    "IndexFile.delete:after"
  };

  private final DiskStep step;

  private SteppedIndex(DataRoot root, DiskStep step) {
    super(root);
    this.step = step;
  }

  public static ChunkIndex index(DataRoot root, DiskStep step) {
    LuceneConfig config = new LuceneConfig(ByteSize.ofMegabytes(8));
    return new LuceneChunkIndex(new SteppedIndex(root, step), config);
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
      step.at("IndexFile.create:before");
      IndexOutput output = super.createOutput(name, context);
      step.at("IndexFile.create:after");
      return new SteppedOutput(output);
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
      step.at("IndexFile.sync:before");
      super.sync(names);
      step.at("IndexFile.sync:after");
    }

    @Override
    public void rename(String source, String target) throws IOException {
      step.at("IndexFile.rename:before");
      super.rename(source, target);
      step.at("IndexFile.rename:after");
    }

    @Override
    public void syncMetaData() throws IOException {
      step.at("IndexFile.syncFolder:before");
      super.syncMetaData();
      step.at("IndexFile.syncFolder:after");
    }

    @Override
    public void deleteFile(String name) throws IOException {
      step.at("IndexFile.delete:before");
      super.deleteFile(name);
      step.at("IndexFile.delete:after");
    }
  }

  /** Lucene writes single bytes, which reach the disk in blocks: a step is what fills one. */
  private final class SteppedOutput extends FilterIndexOutput {
    private static final int BLOCK = 8192;

    private long blocks;

    SteppedOutput(IndexOutput output) {
      super("stepped " + output, output.getName(), output);
    }

    @Override
    public void writeByte(byte b) throws IOException {
      super.writeByte(b);
      comeBy();
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
      super.writeBytes(bytes, offset, length);
      comeBy();
    }

    @Override
    public void close() throws IOException {
      try (IndexOutput closing = out) {
        step.at("IndexFile.write:before");
      }
    }

    private void comeBy() throws IOException {
      long now = getFilePointer() / BLOCK;
      if (now > blocks) {
        blocks = now;
        step.at("IndexFile.write:before");
      }
    }
  }
}
