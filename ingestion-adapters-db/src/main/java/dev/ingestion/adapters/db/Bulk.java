package dev.ingestion.adapters.db;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement for many rows. jOOQ renders a statement and wraps each of its values anew whenever it
 * is executed, which takes longer than H2 needs for a row; this is rendered once, and the values
 * are given to JDBC as they are. Thread-safe.
 */
final class Bulk {
  private static final DSLContext RENDERING = DSL.using(SQLDialect.H2, Database.SETTINGS);

  private final String sql;

  private Bulk(Query statement) {
    this.sql = RENDERING.render(statement);
  }

  /** Inserts rows with values for these columns, in their order. */
  static Bulk insert(Table<?> table, List<? extends Field<?>> columns) {
    return new Bulk(
        RENDERING
            .insertInto(table)
            .columns(columns)
            .values(Collections.nCopies(columns.size(), null)));
  }

  /** Updates rows, given values for these columns in their order, and behind them the key. */
  static Bulk update(Table<?> table, List<? extends Field<?>> columns, Field<Long> key) {
    Map<Field<?>, @Nullable Object> unbound = new LinkedHashMap<>();
    columns.forEach(column -> unbound.put(column, null));
    return new Bulk(RENDERING.update(table).set(unbound).where(key.eq((Long) null)));
  }

  void execute(DSLContext tx, List<Object[]> rows) {
    if (!rows.isEmpty()) {
      tx.connection(
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              execute(statement, rows);
            }
          });
    }
  }

  /**
   * Inserts rows that are numbered by the database.
   *
   * @return the numbers, in the order of the rows
   */
  List<Long> executeForKeys(DSLContext tx, Field<Long> key, List<Object[]> rows) {
    return tx.connectionResult(
        connection -> {
          String[] keys = {key.getName()};
          try (PreparedStatement statement = connection.prepareStatement(sql, keys)) {
            execute(statement, rows);
            return keys(statement);
          }
        });
  }

  private static void execute(PreparedStatement statement, List<Object[]> rows)
      throws SQLException {
    for (Object[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        statement.setObject(i + 1, row[i]);
      }
      statement.addBatch();
    }
    statement.executeBatch();
  }

  private static List<Long> keys(PreparedStatement statement) throws SQLException {
    List<Long> keys = new ArrayList<>();
    try (ResultSet made = statement.getGeneratedKeys()) {
      while (made.next()) {
        keys.add(made.getLong(1));
      }
    }
    return keys;
  }
}
