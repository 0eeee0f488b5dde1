package dev.ingestion.adapters.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.MVStore;

/** What a connection is to H2 itself, for what cannot be asked of JDBC. */
final class H2Session {
  private final SessionLocal session;

  private H2Session(SessionLocal session) {
    this.session = session;
  }

  static H2Session of(Connection connection) throws SQLException {
    return new H2Session((SessionLocal) connection.unwrap(JdbcConnection.class).getSession());
  }

  MVStore store() {
    return session.getDatabase().getStore().getMvStore();
  }

  /**
   * Rolls back what was not committed, without a statement that says so. Such a statement takes
   * part in the use of a version of the store, and once a failed write has closed the store H2
   * counts the end of that twice: whichever thread then begins a statement within a transaction
   * looks for a version that is in use, for ever.
   *
   * @throws SQLException if that cannot be done; the session is closed then, and nothing was
   *     committed
   */
  void rollBack() throws SQLException {
    session.lock();
    try {
      session.rollback();
    } catch (RuntimeException e) {
      close(e);
      throw DbException.toSQLException(e);
    } finally {
      session.unlock();
    }
  }

  /** Refuses whatever is asked of it afterwards, also another rollback. */
  private void close(RuntimeException why) {
    try {
      session.close();
    } catch (RuntimeException e) {
      why.addSuppressed(e); // it is closed all the same
    }
  }
}
