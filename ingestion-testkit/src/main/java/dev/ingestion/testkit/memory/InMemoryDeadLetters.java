package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.testkit.memory.Rows.StoredLetter;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class InMemoryDeadLetters implements DeadLetters {
  private final InMemoryDatabase database;
  private final InstantSource clock;

  InMemoryDeadLetters(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Letter> page(KnowledgeBaseId kb, Selection selection, long after, int limit) {
    return database.read(
        rows ->
            selected(rows, kb, selection).stream()
                .map(row -> row.content().letter())
                .filter(letter -> letter.id() > after)
                .limit(limit)
                .toList());
  }

  @Override
  public Optional<Content> find(KnowledgeBaseId kb, long id) {
    return database.read(
        rows ->
            Optional.ofNullable(rows.letters.get(id))
                .filter(row -> row.kb().equals(kb))
                .map(StoredLetter::content));
  }

  @Override
  public long count(KnowledgeBaseId kb, Selection selection) {
    return database.read(rows -> selected(rows, kb, selection).size());
  }

  @Override
  public int mark(KnowledgeBaseId kb, Selection selection) {
    return database.write(
        rows -> {
          List<StoredLetter> selected = selected(rows, kb, selection);
          LetterChanges changes = new LetterChanges(rows, clock.instant());
          selected.stream()
              .filter(row -> row.content().letter().replay() == Replay.NONE)
              .forEach(row -> changes.replay(row, Replay.MARKED));
          return selected.size();
        });
  }

  @Override
  public List<SourceName> marked(KnowledgeBaseId kb) {
    return database.read(
        rows ->
            selected(rows, kb, Selection.ALL).stream()
                .map(row -> row.content().letter())
                .filter(letter -> letter.replay() == Replay.MARKED)
                .map(letter -> letter.document().source())
                .distinct()
                .sorted(Comparator.comparing(SourceName::value))
                .toList());
  }

  @Override
  public int purge(KnowledgeBaseId kb, Selection selection) {
    return database.write(
        rows -> {
          List<StoredLetter> purged =
              selected(rows, kb, selection).stream()
                  .filter(row -> row.content().letter().replay() != Replay.TAKEN_UP)
                  .toList();
          rows.letters.values().removeAll(purged);
          return purged.size();
        });
  }

  private static List<StoredLetter> selected(Rows rows, KnowledgeBaseId kb, Selection selection) {
    return rows.letters.values().stream()
        .filter(row -> row.kb().equals(kb))
        .filter(row -> meets(row.content().letter(), selection))
        .toList();
  }

  private static boolean meets(Letter letter, Selection selection) {
    return (selection.ids().isEmpty() || selection.ids().contains(letter.id()))
        && (selection.document() == null || selection.document().equals(letter.document().path()))
        && (selection.code() == null || selection.code() == letter.code());
  }
}
