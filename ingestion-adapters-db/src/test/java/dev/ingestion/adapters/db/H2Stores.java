package dev.ingestion.adapters.db;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The eight ports over one database file, wired by hand. */
final class H2Stores implements AutoCloseable {
  static final DatabaseConfig CONFIG = new DatabaseConfig(10, ByteSize.ofMegabytes(16));

  private final Database database;
  private final Transactions transactions;
  private final Stores ports;

  private H2Stores(Database database, Transactions transactions, Stores ports) {
    this.transactions = transactions;
    this.database = database;
    this.ports = ports;
  }

  static H2Stores open(Path root, SettableClock clock) {
    Database database = database(root, Durability.PROCESS);
    database.start();
    Transactions transactions = new Transactions(database);
    return new H2Stores(
        database,
        transactions,
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

  /**
   * As {@link #open}, but a new database is a copy of one that this JVM has made before: its
   * migrations take longer than most tests.
   */
  static H2Stores prepared(Path root, SettableClock clock) {
    DatabaseFile file = Database.file(new DataRoot(root), CONFIG);
    if (!file.exists()) {
      file.requireUsable();
      try {
        Files.write(file.path(), Migrated.BYTES);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return open(root, clock);
  }

  static Database database(Path root, Durability durability) {
    return new Database(new DataRoot(root), CONFIG, new DurabilityConfig(durability));
  }

  Transactions transactions() {
    return transactions;
  }

  Stores ports() {
    return ports;
  }

  @Override
  public void close() {
    database.close();
  }

  /** A database that has our schema and no row yet, not even its identity. */
  private static final class Migrated {
    static final byte[] BYTES = make();

    private static byte[] make() {
      try {
        DatabaseFile file =
            new DatabaseFile(Files.createTempDirectory("migrated"), "ingestion", CONFIG);
        Schema.open(file).close();
        byte[] bytes = Files.readAllBytes(file.path());
        file.delete();
        Files.delete(file.folder());
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
