package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Path file;
  private final DatabaseConfig config;
  private final Durability durability;
  private volatile @Nullable Opened opened;

  /**
   * @param databaseId which database this is, since it was made
   */
  private record Opened(
      HikariDataSource pool, DSLContext sql, String databaseId, Housekeeping housekeeping) {}

  @Inject
  Database(DataRoot root, DatabaseConfig config, DurabilityConfig durability) {
    this.file = root.own("database").resolve("ingestion.mv.db");
    this.config = config;
    this.durability = durability.durability();
  }

  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  @Override
  public void start() {
    requireUsableFile();
    HikariDataSource pool = connect();
    try {
      new Schema(pool, file).migrate();
      DSLContext sql = DSL.using(pool, SQLDialect.H2, SETTINGS);
      opened = new Opened(pool, sql, identify(sql), Housekeeping.start(pool));
    } catch (DataAccessException e) {
      pool.close();
      throw DatabaseErrors.translate(e, file);
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
    IngestionException failure = DatabaseErrors.translate(error, file);
    Opened current = opened;
    if (failure.code() == ErrorCode.STORAGE_UNAVAILABLE && current != null) {
      current.pool().getHikariPoolMXBean().softEvictConnections();
    }
    return failure;
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
          ErrorCode.STORAGE_UNAVAILABLE, "The database %s is not open".formatted(file));
    }
    return current;
  }

  private void requireUsableFile() {
    if (file.toString().contains(";")) {
      throw unusable("its path contains a semicolon, which H2 takes for the end of the path", null);
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw unusable("its folder cannot be made: " + e, e);
    }
    // H2 would open it, and refuse every change later.
    if (!Files.isWritable(file.getParent()) || (Files.exists(file) && !Files.isWritable(file))) {
      throw unusable("it is read-only", null);
    }
  }

  private IngestionException unusable(String why, @Nullable Exception cause) {
    return new IngestionException(
        ErrorCode.DATA_ROOT_UNUSABLE,
        "The database %s cannot be used: %s. Choose another data root or mend this one"
            .formatted(file, why),
        cause);
  }

  private HikariDataSource connect() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("database");
    pool.setJdbcUrl(url());
    pool.setMaximumPoolSize(config.poolSize());
    // Connections into our own process neither age nor break.
    pool.setMaxLifetime(0);
    try {
      return new HikariDataSource(pool);
    } catch (PoolInitializationException e) {
      throw DatabaseErrors.translate(e, file);
    }
  }

  /**
   * {@code async:}, because an interrupt of a thread in H2's usual file channel closes the file for
   * everybody. {@code WRITE_DELAY=0}, because with H2's usual half second a killed process loses
   * what it had committed. {@link Housekeeping} does what H2 leaves undone then.
   */
  private String url() {
    String path = file.toString();
    return "jdbc:h2:async:"
        + path.substring(0, path.length() - ".mv.db".length())
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;RETENTION_TIME=10000;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE"
        + ";QUERY_CACHE_SIZE=256;CACHE_SIZE="
        + config.cacheSize().bytes() / 1024;
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
