package dev.ingestion.testkit.memory;

import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.TokenRepositoryContract;

class InMemoryTokensTest extends TokenRepositoryContract {
  private final InMemoryDatabase database = new InMemoryDatabase();

  @Override
  protected Stores open(SettableClock clock) {
    return database.open(clock, clock::nanoTime);
  }

  @Override
  protected void close() {
    // a process that ends closes nothing
  }
}
