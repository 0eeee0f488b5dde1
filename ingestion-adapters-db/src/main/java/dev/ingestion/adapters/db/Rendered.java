package dev.ingestion.adapters.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is rendered once. jOOQ renders a statement and wraps each of its values anew
 * whenever it is executed, which takes longer than H2 needs for a row; here the values are given to
 * JDBC as they are. For what runs with every few documents. A list of values is an array, {@code
 * column = any (?)}, so that the text is always one that H2 has parsed before. Thread-safe.
 */
final class Rendered {
  private static final DSLContext RENDERING = DSL.using(SQLDialect.H2, Database.SETTINGS);

  /** In place of the number of a column, where every row counts. */
  private static final int NONE = 0;

  private final String sql;
  private final int matched;

  /**
   * @param matched number of the column that says whether a row counts
   */
  private Rendered(Query statement, int matched) {
    this.sql = RENDERING.render(statement);
    this.matched = matched;
  }

  /** What a row is made into. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * @param statement its values only stand for those that are given when it is executed
   */
  static Rendered of(Query statement) {
    return new Rendered(statement, NONE);
  }

  /** Holds for rows whose column has one of the values in an array, which may have any length. */
  static Condition among(Field<?> column) {
    return DSL.condition("{0} = any ({1})", column, DSL.raw("?"));
  }

  /**
   * Looks rows up by the values of a column, given as an array in front of what the condition
   * needs. H2 plans a statement once, perhaps while the table is empty; an outer join leaves it no
   * choice but to go through the values and to look up each. It makes a row of nulls of a value
   * that no row has, which is dropped here.
   */
  static Rendered lookUp(
      Table<?> table, List<? extends Field<?>> columns, Field<?> by, Condition condition) {
    Field<Object> value = DSL.field("wanted.v");
    return new Rendered(
        RENDERING
            .select(columns)
            .select(DSL.field(by.isNotNull()))
            .from(DSL.table("unnest({0}) as wanted (v)", DSL.raw("?")))
            .leftJoin(table)
            .on(by.coerce(Object.class).eq(value))
            .and(condition),
        columns.size() + 1);
  }

  /** Inserts a row with values for these columns, in their order. */
  static Rendered insert(Table<?> table, List<? extends Field<?>> columns) {
    return new Rendered(
        RENDERING
            .insertInto(table)
            .columns(columns)
            .values(Collections.nCopies(columns.size(), null)),
        NONE);
  }

  /** Updates a row, given values for these columns in their order, and behind them the key. */
  static Rendered update(Table<?> table, List<? extends Field<?>> columns, Field<Long> key) {
    Map<Field<?>, @Nullable Object> unbound = new LinkedHashMap<>();
    columns.forEach(column -> unbound.put(column, null));
    return new Rendered(RENDERING.update(table).set(unbound).where(key.eq((Long) null)), NONE);
  }

  /**
   * @return how many rows were changed
   */
  int execute(DSLContext tx, Object... values) {
    return tx.connectionResult(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Executes it once for each of these values.
   *
   * @return how many rows each has changed
   */
  int[] executeEach(DSLContext tx, List<Object[]> values) {
    if (values.isEmpty()) {
      return new int[0];
    }
    return tx.connectionResult(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return executeEach(statement, values);
          }
        });
  }

  /**
   * Inserts rows that are numbered by the database.
   *
   * @return the numbers, in the order of the rows
   */
  List<Long> executeForKeys(DSLContext tx, Field<Long> key, List<Object[]> values) {
    return tx.connectionResult(
        connection -> {
          String[] keys = {key.getName()};
          try (PreparedStatement statement = connection.prepareStatement(sql, keys)) {
            executeEach(statement, values);
            return rows(statement.getGeneratedKeys(), row -> row.getLong(1), NONE);
          }
        });
  }

  <T> List<T> fetch(DSLContext sql, RowReader<T> reader, Object... values) {
    return sql.connectionResult(connection -> fetch(connection, reader, values));
  }

  /**
   * @param table whose columns are what the statement selects
   */
  <R extends Record> List<R> fetchRecords(DSLContext tx, Table<R> table, Object... values) {
    return fetch(
        tx,
        row -> {
          R read = tx.newRecord(table);
          @Nullable Object[] columns = new @Nullable Object[table.fields().length];
          for (int i = 0; i < columns.length; i++) {
            columns[i] = row.getObject(i + 1);
          }
          read.fromArray(columns);
          read.changed(false);
          return read;
        },
        values);
  }

  /** As H2 is given it. */
  @Override
  public String toString() {
    return sql;
  }

  private <T> List<T> fetch(Connection connection, RowReader<T> reader, Object[] values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return rows(statement.executeQuery(), reader, matched);
    }
  }

  private static int[] executeEach(PreparedStatement statement, List<Object[]> values)
      throws SQLException {
    for (Object[] some : values) {
      bind(statement, some);
      statement.addBatch();
    }
    return statement.executeBatch();
  }

  private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Reads a result to its end and closes it. */
  static <T> List<T> rows(ResultSet result, RowReader<T> reader) throws SQLException {
    return rows(result, reader, NONE);
  }

  private static <T> List<T> rows(ResultSet result, RowReader<T> reader, int matched)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        if (matched == NONE || result.getBoolean(matched)) {
          rows.add(reader.read(result));
        }
      }
    }
    return rows;
  }
}
