package dev.ingestion.adapters.lucene;

import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.testkit.ChunkIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LuceneChunkIndexTest extends ChunkIndexContract {
  @TempDir Path folder;
  private DataRoots roots;

  @Override
  protected ChunkIndex start() {
    roots = new DataRoots(folder);
    return roots.start();
  }

  @Override
  protected ChunkIndex killAndRestart() {
    return roots.killAndRestart();
  }

  @AfterEach
  void closeAll() {
    roots.close();
  }
}
