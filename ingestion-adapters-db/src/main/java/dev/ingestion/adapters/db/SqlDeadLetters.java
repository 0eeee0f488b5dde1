package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DEAD_LETTER;

import dev.ingestion.adapters.db.jooq.tables.records.DeadLetterRecord;
import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DeadLetters;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

final class SqlDeadLetters implements DeadLetters {
  private final Transactions transactions;

  @Inject
  SqlDeadLetters(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Letter> page(KnowledgeBaseId kb, Selection selection, long after, int limit) {
    return transactions.read(
        sql ->
            sql.selectFrom(DEAD_LETTER)
                .where(meets(kb, selection))
                .and(DEAD_LETTER.LETTER_ID.gt(after))
                .orderBy(DEAD_LETTER.KB_ID, DEAD_LETTER.LETTER_ID)
                .limit(limit)
                .fetch(SqlDeadLetters::letter));
  }

  @Override
  public Optional<Content> find(KnowledgeBaseId kb, long id) {
    return transactions.read(
        sql ->
            sql.selectFrom(DEAD_LETTER)
                .where(DEAD_LETTER.KB_ID.eq(kb.value()))
                .and(DEAD_LETTER.LETTER_ID.eq(id))
                .fetchOptional(
                    row -> new Content(letter(row), row.getStack(), DeadLetterRows.item(row))));
  }

  @Override
  public long count(KnowledgeBaseId kb, Selection selection) {
    return transactions.read(sql -> sql.fetchCount(DEAD_LETTER, meets(kb, selection)));
  }

  @Override
  public int mark(KnowledgeBaseId kb, Selection selection) {
    return transactions.write(
        tx -> {
          Lanes.hold(tx, kb);
          tx.update(DEAD_LETTER)
              .set(DEAD_LETTER.REPLAY, Replay.MARKED.name())
              .where(meets(kb, selection))
              .and(DEAD_LETTER.REPLAY.eq(Replay.NONE.name()))
              .execute();
          return tx.fetchCount(DEAD_LETTER, meets(kb, selection));
        });
  }

  @Override
  public List<SourceName> marked(KnowledgeBaseId kb) {
    return transactions.read(
        sql ->
            sql.selectDistinct(DEAD_LETTER.SOURCE)
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.KB_ID.eq(kb.value()))
                .and(DEAD_LETTER.REPLAY.eq(Replay.MARKED.name()))
                .orderBy(DEAD_LETTER.SOURCE)
                .fetch(row -> new SourceName(row.value1())));
  }

  @Override
  public int purge(KnowledgeBaseId kb, Selection selection) {
    return transactions.write(
        tx -> {
          Lanes.hold(tx, kb);
          return tx.deleteFrom(DEAD_LETTER)
              .where(meets(kb, selection))
              .and(DEAD_LETTER.REPLAY.ne(Replay.TAKEN_UP.name()))
              .execute();
        });
  }

  private static Condition meets(KnowledgeBaseId kb, Selection selection) {
    Condition condition = DEAD_LETTER.KB_ID.eq(kb.value());
    if (!selection.ids().isEmpty()) {
      condition = condition.and(DEAD_LETTER.LETTER_ID.in(selection.ids()));
    }
    if (selection.document() != null) {
      condition =
          condition.and(DEAD_LETTER.PATH.eq(selection.document().getBytes(StandardCharsets.UTF_8)));
    }
    if (selection.code() != null) {
      condition = condition.and(DEAD_LETTER.CODE.eq(selection.code().name()));
    }
    return condition;
  }

  private static Letter letter(DeadLetterRecord row) {
    return new Letter(
        row.getLetterId(),
        new DocumentKey(
            new SourceName(row.getSource()), new String(row.getPath(), StandardCharsets.UTF_8)),
        new JobId(row.getJobId()),
        LedgerReads.generation(row.getGeneration()),
        row.getOrdinal(),
        row.getChunkId() == null ? null : ChunkId.ofBytes(row.getChunkId(), 0),
        StoredText.constant(Stage.class, row.getStage()),
        StoredText.constant(ErrorCode.class, row.getCode()),
        row.getMessage(),
        row.getAttempts(),
        row.getFirstAt(),
        row.getLastAt(),
        StoredText.constant(Replay.class, row.getReplay()));
  }
}
