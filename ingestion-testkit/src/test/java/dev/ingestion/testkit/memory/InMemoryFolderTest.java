package dev.ingestion.testkit.memory;

import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.testkit.DocumentSourceContract;

class InMemoryFolderTest extends DocumentSourceContract {
  private final InMemoryFolder folder = new InMemoryFolder();

  @Override
  protected DocumentSource source() {
    return folder;
  }

  @Override
  protected void put(String path, byte[] content) {
    folder.put(path, content);
  }

  @Override
  protected void remove(String path) {
    folder.remove(path);
  }

  @Override
  protected void changeDuringNextReadings(String path, int readings) {
    folder.changeDuringNextReadings(path, readings);
  }
}
