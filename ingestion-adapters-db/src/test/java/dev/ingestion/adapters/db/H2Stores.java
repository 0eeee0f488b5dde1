package dev.ingestion.adapters.db;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import java.nio.file.Path;

/** The eight ports over one database file, wired by hand. */
final class H2Stores implements AutoCloseable {
  private final Database database;
  private final Stores ports;

  private H2Stores(Database database, Stores ports) {
    this.database = database;
    this.ports = ports;
  }

  static H2Stores open(Path root, SettableClock clock) {
    Database database = database(root, Durability.PROCESS);
    database.start();
    Transactions transactions = new Transactions(database);
    return new H2Stores(
        database,
        new Stores(
            new SqlJobRepository(transactions, clock),
            new SqlKnowledgeBaseRepository(database, transactions, clock),
            new SqlDocumentLedger(transactions, clock),
            new SqlWorkQueue(transactions, clock, new FairnessConfig(0.05), clock::nanoTime),
            new SqlCheckpoints(transactions, clock),
            new SqlDeadLetters(transactions),
            new SqlScheduleRepository(transactions),
            new SqlTokenRepository(transactions)));
  }

  static Database database(Path root, Durability durability) {
    return new Database(
        new DataRoot(root),
        new DatabaseConfig(10, ByteSize.ofMegabytes(16)),
        new DurabilityConfig(durability));
  }

  Stores ports() {
    return ports;
  }

  @Override
  public void close() {
    database.close();
  }
}
