package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.testkit.ScheduleRepositoryContract;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;

class InMemorySchedulesTest extends ScheduleRepositoryContract {
  private final InMemoryDatabase database = new InMemoryDatabase();

  @Override
  protected Stores open(SettableClock clock) {
    return database.open(clock, clock::nanoTime);
  }

  @Override
  protected void close() {
    // a process that ends closes nothing
  }

  @Override
  protected void damage(KnowledgeBaseId kb, SourceName source) {
    database.damageSchedule(kb, source);
  }
}
