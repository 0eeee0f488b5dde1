package dev.ingestion.adapters.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
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
   * <p>What it throws H2 does not say. What a closed store keeps it from undoing was never
   * committed to it.
   */
  void rollBack() {
    session.lock();
    try {
      session.rollback();
    } finally {
      session.unlock();
    }
  }

  /** Rolls back as well, and also without a statement. It is closed whatever that throws. */
  void close() {
    session.close();
  }
}
