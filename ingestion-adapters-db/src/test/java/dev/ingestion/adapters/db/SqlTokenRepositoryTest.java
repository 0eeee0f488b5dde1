package dev.ingestion.adapters.db;

import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.TokenRepositoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlTokenRepositoryTest extends TokenRepositoryContract {
  @TempDir Path root;
  private H2Stores opened;

  @Override
  protected Stores open(SettableClock clock) {
    opened = H2Stores.prepared(root, clock);
    return opened.ports();
  }

  @Override
  protected void close() {
    opened.close();
  }
}
