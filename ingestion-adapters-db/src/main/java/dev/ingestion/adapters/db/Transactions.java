package dev.ingestion.adapters.db;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.Uninterrupted;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Runs work against the database: a deadlock or a lock timeout is tried again a few times, and any
 * other error becomes an {@link IngestionException}.
 */
final class Transactions {
  /** With H2's lock timeout, 20 seconds for a lock that is held. */
  private static final int ATTEMPTS = 10;

  /**
   * Long enough for others to take the connection that was given back before it is wanted again.
   */
  private static final long BEFORE_ANOTHER_NANOS = Duration.ofMillis(2).toNanos();

  private final Database database;

  @Inject
  Transactions(Database database) {
    this.database = database;
  }

  /** Runs statements that only read. */
  <T> T read(Function<DSLContext, T> work) {
    return Uninterrupted.call(() -> attempt(() -> work.apply(database.sql())));
  }

  /** Runs a transaction; it is durable when this returns. The work may run several times. */
  <T> T write(Function<DSLContext, T> work) {
    return Uninterrupted.call(
        () -> {
          T result =
              attempt(
                  () -> database.sql().connectionResult(connection -> commit(connection, work)));
          attempt(
              () -> {
                database.commitIsToLast();
                return true;
              });
          return result;
        });
  }

  /** {@link #write} without a result. */
  void change(Consumer<DSLContext> work) {
    write(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /**
   * Not jOOQ's own transaction, which begins with a savepoint: a statement more, under a name that
   * H2 has never parsed before.
   */
  private <T> T commit(Connection connection, Function<DSLContext, T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.apply(DSL.using(connection, SQLDialect.H2, Database.SETTINGS));
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  /**
   * A connection that cannot be rolled back is used no more: to commit by itself again would commit
   * what is still there.
   */
  private void rollBack(Connection connection, Throwable why) {
    try {
      H2Session.of(connection).rollBack();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException | Error e) {
      suppress(e, why);
      drop(connection, why);
    }
  }

  /**
   * The pool would roll back what is given back, by a statement, if H2 had not closed it before.
   */
  private void drop(Connection connection, Throwable why) {
    database.dropAll();
    try (connection) {
      H2Session.of(connection).close();
    } catch (SQLException | RuntimeException e) {
      suppress(e, why);
    }
  }

  /** H2 throws one and the same exception for as long as its store is closed. */
  private static void suppress(Throwable error, Throwable why) {
    if (error != why) {
      why.addSuppressed(error);
    }
  }

  private <T> T attempt(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (DataAccessException e) {
        boolean again = DatabaseErrors.isRetryable(e) || database.opensForWriting(e);
        if (attempt == ATTEMPTS || !again) {
          throw database.failed(e);
        }
        LockSupport.parkNanos(BEFORE_ANOTHER_NANOS);
      }
    }
  }
}
