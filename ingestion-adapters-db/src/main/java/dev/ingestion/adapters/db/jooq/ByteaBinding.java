package dev.ingestion.adapters.db.jooq;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.impl.AbstractBinding;

/**
 * Hands bytes to the driver as bytes. For H2 jOOQ makes a {@link java.sql.Blob} of them, and H2
 * keeps a copy of each Blob in its file for five minutes; the file grew by 80 kB a document.
 *
 * <p>Public because the generated tables, beside which it stands, are read from another package.
 */
public final class ByteaBinding extends AbstractBinding<byte[], byte[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public Converter<byte[], byte[]> converter() {
    return Converters.identity(byte[].class);
  }

  @Override
  public void register(BindingRegisterContext<byte[]> context) throws SQLException {
    context.statement().registerOutParameter(context.index(), Types.VARBINARY);
  }

  @Override
  public void set(BindingSetStatementContext<byte[]> context) throws SQLException {
    context.statement().setBytes(context.index(), context.value());
  }

  @Override
  public void get(BindingGetResultSetContext<byte[]> context) throws SQLException {
    ResultSet rows = context.resultSet();
    context.value(rows.getBytes(context.index()));
  }

  @Override
  public void get(BindingGetStatementContext<byte[]> context) throws SQLException {
    context.value(context.statement().getBytes(context.index()));
  }
}
