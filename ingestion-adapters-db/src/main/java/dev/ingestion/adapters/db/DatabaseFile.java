package dev.ingestion.adapters.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of H2, and how it is opened. */
record DatabaseFile(Path folder, String name, DatabaseConfig config) {
  private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);

  /** None can be made while the disk is full, and each call would wait as long for one. */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Shorter than others wait for a connection: whoever waits for a lock holds one, and there are
   * few. It is given back before the {@linkplain Transactions next attempt}.
   */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  Path path() {
    return folder.resolve(name + ".mv.db");
  }

  /**
   * @throws IngestionException DATA_ROOT_UNUSABLE if H2 could not open the file or write to it
   */
  void requireUsable() {
    if (folder.toString().contains(";")) {
      throw unusable("its path contains a semicolon, which H2 takes for the end of the path", null);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unusable("its folder cannot be made: " + e, e);
    }
    // H2 would open it, and refuse every change later.
    if (!isWritable()) {
      throw unusable("it is read-only", null);
    }
  }

  /** Whether it can be written to, or made. */
  boolean isWritable() {
    return Files.isWritable(folder) && (!exists() || Files.isWritable(path()));
  }

  boolean exists() {
    return Files.exists(path());
  }

  /** Opens the file, which is made if it is not there. */
  HikariDataSource connect() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("database");
    pool.setJdbcUrl(url());
    pool.setMaximumPoolSize(config.poolSize());
    // Those that are not needed yet would be made beside a command that is soon over.
    pool.setMinimumIdle(1);
    // Connections into our own process neither age nor break.
    pool.setMaxLifetime(0);
    pool.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    try {
      return new HikariDataSource(pool);
    } catch (PoolInitializationException e) {
      throw DatabaseErrors.translate(e, path());
    }
  }

  /** Where what this file is to become is made, beside it. */
  DatabaseFile draft() {
    return new DatabaseFile(folder, name + "-upgrade", config);
  }

  /**
   * Makes the draft a copy of this file, or nothing yet if there is none. What an earlier attempt
   * left there is gone.
   */
  void copyTo(DatabaseFile draft) {
    draft.delete();
    try {
      if (exists()) {
        Files.copy(path(), draft.path());
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** Closes it, whoever still has a connection; what was not committed is lost. */
  void endAtOnce() {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown immediately");
    } catch (SQLException e) {
      log.debug("{} may stay open until the process ends", path(), e);
    }
  }

  /** {@link #endAtOnce} if it is open for reading alone, so that nothing is lost by it. */
  void endIfReadOnly() {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      if (connection.isReadOnly()) {
        statement.execute("shutdown immediately");
      }
    } catch (SQLException e) {
      log.debug("{} may stay open for reading alone", path(), e);
    }
  }

  /** Does nothing if it is not there. It must not be open. */
  void delete() {
    try {
      Files.deleteIfExists(path());
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** At one stroke and for good. Neither of the two may be open. */
  void replaceBy(DatabaseFile draft) {
    try {
      sync(draft.path(), StandardOpenOption.WRITE);
      Files.move(draft.path(), path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unavailable(e);
    }
    try {
      sync(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "The database %s has the schema of this program now, but its folder cannot be synced (%s). It is whole either way; see that its disk is well, then try again"
              .formatted(path(), e),
          e);
    }
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private IngestionException unavailable(IOException cause) {
    return new IngestionException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "The database %s cannot be brought to the schema of this program (%s). It is as it was. See that its disk has space for a copy of it and is writable, then try again"
            .formatted(path(), cause),
        cause);
  }

  private IngestionException unusable(String why, @Nullable Exception cause) {
    return new IngestionException(
        ErrorCode.DATA_ROOT_UNUSABLE,
        "The database %s cannot be used: %s. Choose another data root or mend this one"
            .formatted(path(), why),
        cause);
  }

  /**
   * An {@link UninterruptedFile}, because an interrupt of a thread in H2's usual file channel
   * closes the file for everybody. {@code WRITE_DELAY=0}, because with H2's usual half second a
   * killed process loses what it had committed. {@link Housekeeping} does what H2 leaves undone
   * then.
   */
  private String url() {
    return "jdbc:h2:"
        + UninterruptedFile.named(folder.resolve(name))
        + ";TRACE_LEVEL_FILE=0" // whatever fails is thrown
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;RETENTION_TIME=10000;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT="
        + LOCK_TIMEOUT.toMillis()
        + ";QUERY_CACHE_SIZE=256;CACHE_SIZE="
        + config.cacheSize().bytes() / 1024;
  }
}
