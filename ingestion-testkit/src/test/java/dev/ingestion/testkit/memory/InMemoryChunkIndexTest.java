package dev.ingestion.testkit.memory;

import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.testkit.ChunkIndexContract;

class InMemoryChunkIndexTest extends ChunkIndexContract {
  private final InMemoryDisk disk = new InMemoryDisk();

  @Override
  protected ChunkIndex start() {
    return new InMemoryChunkIndex(disk);
  }

  @Override
  protected ChunkIndex killAndRestart() {
    return new InMemoryChunkIndex(disk);
  }
}
