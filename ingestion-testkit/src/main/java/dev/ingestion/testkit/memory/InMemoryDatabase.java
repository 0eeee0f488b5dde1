package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.testkit.Stores;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A database in memory. It outlives the processes that open it: dropping the stores of one is what
 * its death leaves behind, since a transaction is there wholly or not at all. Thread-safe.
 */
public final class InMemoryDatabase {
  private Rows committed = new Rows();

  /**
   * Opens the eight ports, as a process does.
   *
   * @param nanoTime measures the leases of claims; goes on where it stood when the database is
   *     opened again
   */
  public Stores open(InstantSource clock, LongSupplier nanoTime) {
    return new Stores(
        new InMemoryJobs(this, clock),
        new InMemoryKnowledgeBases(this, clock),
        new InMemoryLedger(this, clock),
        new InMemoryQueue(this, clock, nanoTime),
        new InMemoryCheckpoints(this, clock),
        new InMemoryDeadLetters(this, clock),
        new InMemorySchedules(this),
        new InMemoryTokens(this));
  }

  /** Makes the schedule of a source unreadable. */
  public void damageSchedule(KnowledgeBaseId kb, SourceName source) {
    new InMemorySchedules(this).damage(kb, source);
  }

  /** Looks at what is committed. */
  synchronized <T> T read(Function<Rows, T> work) {
    return work.apply(committed);
  }

  /** One transaction: an exception leaves everything as it was. */
  synchronized <T> T write(Function<Rows, T> work) {
    Rows changed = new Rows(committed);
    T result = work.apply(changed);
    committed = changed;
    return result;
  }

  /** A transaction of which nothing is asked. */
  void change(Consumer<Rows> work) {
    write(
        rows -> {
          work.accept(rows);
          return true;
        });
  }
}
