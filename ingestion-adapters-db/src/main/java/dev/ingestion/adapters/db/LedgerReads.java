package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.DocumentLedger.LedgerTotals;
import dev.ingestion.ports.out.DocumentLedger.Selection;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.AggregateFunction;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What is asked of documents. */
final class LedgerReads {
  static final Rendered PENDING =
      Rendered.lookUp(
          DOCUMENT, List.of(DOCUMENT.PENDING, DOCUMENT.KB_ID), DOCUMENT.PENDING, DSL.noCondition());

  static final List<Field<?>> PATH_ORDER = List.of(DOCUMENT.KB_ID, DOCUMENT.SOURCE, DOCUMENT.PATH);

  private static final Rendered PAGE =
      Rendered.of(
          select(
              DOCUMENT
                  .KB_ID
                  .eq(val(""))
                  .and(DOCUMENT.SOURCE.eq(val("")))
                  .and(DOCUMENT.PATH.gt(val(new byte[0]))),
              PATH_ORDER,
              val(0)));

  private LedgerReads() {}

  /**
   * @param index all columns of the index to read by; H2 sorts unless the order names each of them
   */
  static List<LedgerDocument> documents(
      DSLContext sql, Condition condition, List<? extends Field<?>> index, int limit) {
    return sql.connectionResult(
        connection -> {
          try (Cursor<Record> cursor =
              DSL.using(connection, SQLDialect.H2, Database.SETTINGS)
                  .fetchLazy(select(condition, index, val(limit)))) {
            ResultSet rows = Objects.requireNonNull(cursor.resultSet(), "a cursor that is open");
            return Rendered.rows(rows, new LedgerRow());
          }
        });
  }

  /**
   * @param after the path to begin behind; empty to begin with the first
   */
  static List<LedgerDocument> page(
      DSLContext sql, KnowledgeBaseId kb, SourceName source, byte[] after, int limit) {
    return PAGE.fetch(sql, new LedgerRow(), kb.value(), source.value(), after, limit);
  }

  private static Select<Record> select(
      Condition condition, List<? extends Field<?>> index, Field<Integer> limit) {
    return DSL.select(LedgerRow.COLUMNS)
        .from(DOCUMENT)
        .leftJoin(GENERATION)
        .on(GENERATION.GENERATION_.eq(DOCUMENT.PENDING))
        .where(condition)
        .orderBy(index)
        .limit(limit);
  }

  static Condition ofSource(KnowledgeBaseId kb, SourceName source) {
    return DOCUMENT.KB_ID.eq(kb.value()).and(DOCUMENT.SOURCE.eq(source.value()));
  }

  static Condition meets(Selection selection) {
    Condition condition = DSL.noCondition();
    if (!selection.outcomes().isEmpty()) {
      condition =
          condition.and(
              DOCUMENT.OUTCOME.in(selection.outcomes().stream().map(Enum::name).toList()));
    }
    byte[] prefix = selection.prefix().getBytes(StandardCharsets.UTF_8);
    if (prefix.length > 0) {
      // No UTF-8 has the byte 0xFF, so nothing with this prefix comes behind that.
      byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
      end[prefix.length] = (byte) 0xFF;
      condition = condition.and(DOCUMENT.PATH.ge(prefix)).and(DOCUMENT.PATH.lt(end));
    }
    return condition;
  }

  static Set<Generation> pending(
      DSLContext sql, KnowledgeBaseId kb, Collection<Generation> generations) {
    Long[] numbers = generations.stream().map(Generation::number).toArray(Long[]::new);
    return PENDING
        .fetch(sql, row -> new PendingOf(row.getString(2), row.getLong(1)), (Object) numbers)
        .stream()
        .filter(pending -> pending.kb().equals(kb.value()))
        .map(pending -> new Generation(pending.generation()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private record PendingOf(String kb, long generation) {}

  static Set<Generation> live(
      DSLContext sql, KnowledgeBaseId kb, Collection<Generation> generations) {
    Set<Generation> live = new HashSet<>();
    for (List<Long> slice : Slices.of(generations, Generation::number)) {
      sql.select(DOCUMENT.LIVE)
          .from(GENERATION)
          .join(DOCUMENT)
          .on(DOCUMENT.DOC_ID.eq(GENERATION.DOC_ID))
          .where(GENERATION.GENERATION_.in(slice))
          .and(DOCUMENT.LIVE.eq(GENERATION.GENERATION_))
          .and(DOCUMENT.KB_ID.eq(kb.value()))
          .forEach(row -> live.add(new Generation(row.value1())));
    }
    return live;
  }

  static LedgerCounts count(DSLContext sql, KnowledgeBaseId kb, SourceName source, JobId job) {
    Condition indexed = DOCUMENT.OUTCOME.eq(Outcome.INDEXED.name());
    AggregateFunction<Integer> indexedNow =
        countOf(indexed.and(DOCUMENT.OUTCOME_JOB.eq(job.value())));
    AggregateFunction<Integer> indexedBefore =
        countOf(indexed.and(DOCUMENT.OUTCOME_JOB.ne(job.value())));
    AggregateFunction<Integer> skipped = countOf(DOCUMENT.OUTCOME.eq(Outcome.SKIPPED.name()));
    AggregateFunction<Integer> failed = countOf(DOCUMENT.OUTCOME.eq(Outcome.FAILED.name()));
    AggregateFunction<Integer> pending = countOf(DOCUMENT.OUTCOME.eq(Outcome.PENDING.name()));
    return sql.select(indexedNow, indexedBefore, skipped, failed, pending)
        .from(DOCUMENT)
        .where(ofSource(kb, source))
        .fetchSingle(
            row ->
                new LedgerCounts(
                    row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  static LedgerTotals totals(DSLContext sql, KnowledgeBaseId kb) {
    Field<BigDecimal> chunks = coalesce(sum(DOCUMENT.LIVE_CHUNKS), val(BigDecimal.ZERO));
    return sql.select(DSL.count(), countOf(DOCUMENT.LIVE_CHUNKS.gt(0)), chunks)
        .from(DOCUMENT)
        .where(DOCUMENT.KB_ID.eq(kb.value()))
        .fetchSingle(row -> new LedgerTotals(row.value1(), row.value2(), row.value3().longValue()));
  }

  private static AggregateFunction<Integer> countOf(Condition condition) {
    return DSL.count(when(condition, 1));
  }

  static @Nullable Generation generation(@Nullable Long number) {
    return number == null ? null : new Generation(number);
  }
}
