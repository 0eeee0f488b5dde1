package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.Revision;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows into documents, straight from JDBC: a run over a source in which nothing has changed
 * does little else. What one row has in common with the one before it is made once. Used for one
 * result.
 */
final class LedgerRow implements Rendered.RowReader<LedgerDocument> {
  /** What is selected, in the order in which it is read. */
  static final List<Field<?>> COLUMNS =
      List.of(
          DOCUMENT.DOC_ID,
          DOCUMENT.SOURCE,
          DOCUMENT.PATH,
          DOCUMENT.LIVE,
          DOCUMENT.LIVE_REVISION,
          DOCUMENT.PENDING,
          GENERATION.SEALED,
          DOCUMENT.STAMP,
          DOCUMENT.CONTENT_HASH,
          DOCUMENT.FINGERPRINT,
          DOCUMENT.OUTCOME,
          DOCUMENT.OUTCOME_JOB,
          DOCUMENT.CODE,
          DOCUMENT.REASON,
          DOCUMENT.TITLE,
          DOCUMENT.MEDIA_TYPE,
          DOCUMENT.LIVE_CHUNKS);

  private @Nullable SourceName source;
  private @Nullable PipelineFingerprint fingerprint;
  private @Nullable JobId outcomeJob;

  @Override
  public LedgerDocument read(ResultSet row) throws SQLException {
    String revision = row.getString(5);
    return new LedgerDocument(
        row.getLong(1),
        new DocumentKey(
            source(row.getString(2)), new String(row.getBytes(3), StandardCharsets.UTF_8)),
        generation(row, 4),
        revision == null ? null : new Revision(revision),
        generation(row, 6),
        row.getBoolean(7),
        row.getString(8),
        row.getString(9),
        fingerprint(row.getString(10)),
        StoredText.constant(Outcome.class, row.getString(11)),
        outcomeJob(row.getString(12)),
        StoredText.constantOrNull(ErrorCode.class, row.getString(13)),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        row.getInt(17));
  }

  private static @Nullable Generation generation(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : new Generation(number);
  }

  private SourceName source(String value) {
    SourceName before = source;
    if (before != null && before.value().equals(value)) {
      return before;
    }
    SourceName read = new SourceName(value);
    source = read;
    return read;
  }

  private @Nullable PipelineFingerprint fingerprint(@Nullable String value) {
    PipelineFingerprint before = fingerprint;
    if (value == null || (before != null && before.hex().equals(value))) {
      return value == null ? null : before;
    }
    PipelineFingerprint read = new PipelineFingerprint(value);
    fingerprint = read;
    return read;
  }

  private JobId outcomeJob(String value) {
    JobId before = outcomeJob;
    if (before != null && before.value().equals(value)) {
      return before;
    }
    JobId read = new JobId(value);
    outcomeJob = read;
    return read;
  }
}
