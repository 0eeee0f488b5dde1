package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;

import com.zaxxer.hikari.HikariDataSource;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The database file: opened, brought to our schema and closed with the process. */
final class Database implements ManagedResource {
  /**
   * How far the numbers of generations jump with every start. A power failure may take back the
   * last commits, and with them numbers that the index has seen already.
   */
  private static final long GENERATION_GAP = 1_000_000;

  /** Lists of values are padded to few lengths, so that H2 knows most statements already. */
  static final Settings SETTINGS = new Settings().withExecuteLogging(false).withInListPadding(true);

  private final DatabaseFile file;
  private final Durability durability;
  private volatile @Nullable Opened opened;

  /**
   * @param databaseId which database this is, since it was made
   */
  private record Opened(
      HikariDataSource pool, DSLContext sql, String databaseId, Housekeeping housekeeping) {}

  @Inject
  Database(DataRoot root, DatabaseConfig config, DurabilityConfig durability) {
    this.file = file(root, config);
    this.durability = durability.durability();
  }

  static DatabaseFile file(DataRoot root, DatabaseConfig config) {
    return new DatabaseFile(root.own("database"), "ingestion", config);
  }

  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  @Override
  public void start() {
    file.requireUsable();
    HikariDataSource pool = Schema.open(file);
    try {
      DSLContext sql = DSL.using(pool, SQLDialect.H2, SETTINGS);
      opened = new Opened(pool, sql, identify(sql), Housekeeping.start(pool));
    } catch (DataAccessException e) {
      pool.close();
      throw DatabaseErrors.translate(e, file.path());
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  @Override
  public void close() {
    Opened closing = opened;
    if (closing != null) {
      opened = null;
      closing.housekeeping().close();
      // With its last connection H2 closes the file.
      closing.pool().close();
    }
  }

  /**
   * Says what an error means. After one of the file itself H2 is closed for good: the connections
   * are dropped, and the next ones open what was committed.
   */
  IngestionException failed(DataAccessException error) {
    IngestionException failure = DatabaseErrors.translate(error, file.path());
    if (failure.code() == ErrorCode.STORAGE_UNAVAILABLE && !DatabaseErrors.isReadOnly(error)) {
      dropAll();
    }
    return failure;
  }

  /** Has no connection used again; those that are in use are closed once they are given back. */
  void dropAll() {
    Opened current = opened;
    if (current != null) {
      current.pool().getHikariPoolMXBean().softEvictConnections();
    }
  }

  /**
   * On a disk that was read-only for a while H2 opens the file so, and leaves it at that for as
   * long as anybody has a connection.
   *
   * @return whether this was such an error and the next connection opens the file for writing
   */
  boolean opensForWriting(DataAccessException error) {
    if (opened == null || !DatabaseErrors.isReadOnly(error) || !file.isWritable()) {
      return false;
    }
    file.endIfReadOnly();
    dropAll();
    return true;
  }

  /** Statements outside of any transaction. */
  DSLContext sql() {
    return require().sql();
  }

  String databaseId() {
    return require().databaseId();
  }

  /** Called after every commit: waits for the disk if commits are to survive a power failure. */
  void commitIsToLast() {
    if (durability == Durability.POWER_LOSS) {
      sync(sql());
    }
  }

  private Opened require() {
    Opened current = opened;
    if (current == null) {
      throw new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE, "The database %s is not open".formatted(file.path()));
    }
    return current;
  }

  private static String identify(DSLContext sql) {
    sql.insertInto(DATABASE_IDENTITY)
        .select(
            sql.select(DSL.val(UUID.randomUUID().toString()), DSL.val(1L))
                .whereNotExists(sql.selectOne().from(DATABASE_IDENTITY)))
        .execute();
    sql.update(DATABASE_IDENTITY)
        .set(
            DATABASE_IDENTITY.NEXT_GENERATION,
            DATABASE_IDENTITY.NEXT_GENERATION.plus(GENERATION_GAP))
        .execute();
    sync(sql);
    return sql.select(DATABASE_IDENTITY.DATABASE_ID).from(DATABASE_IDENTITY).fetchSingle().value1();
  }

  private static void sync(DSLContext sql) {
    sql.execute("checkpoint sync");
  }
}
