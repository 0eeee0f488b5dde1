package dev.ingestion.adapters.rest;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DeadLetterService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three dead letters of {@code handbook}. */
final class FakeLetters implements DeadLetterService {
  final List<DeadLetter> letters = new ArrayList<>();
  private final FakeEngine engine;

  FakeLetters(FakeEngine engine) {
    this.engine = engine;
    for (long id = 1; id <= 3; id++) {
      letters.add(
          new DeadLetter(
              id,
              new DocumentKey(SourceName.DEFAULT, id + ".md"),
              new JobId("job-0"),
              id == 1 ? null : (int) id,
              id == 1 ? null : "chunk-" + id,
              id == 1 ? "parse" : "embed",
              id == 1 ? ErrorCode.DOCUMENT_CORRUPT : ErrorCode.EMBEDDING_UNAVAILABLE,
              "It failed",
              2,
              FakeEngine.NOW,
              FakeEngine.NOW,
              false));
    }
  }

  private synchronized List<DeadLetter> meant(KnowledgeBaseId kb, Filter filter) {
    engine.require(kb);
    return letters.stream()
        .filter(letter -> filter.ids().isEmpty() || filter.ids().contains(letter.id()))
        .filter(letter -> filter.code() == null || filter.code() == letter.code())
        .filter(
            letter ->
                filter.document() == null || filter.document().equals(letter.document().path()))
        .toList();
  }

  @Override
  public List<DeadLetter> list(KnowledgeBaseId kb, Filter filter, long after, int limit) {
    return meant(kb, filter).stream().filter(letter -> letter.id() > after).limit(limit).toList();
  }

  @Override
  public long count(KnowledgeBaseId kb, Filter filter) {
    return meant(kb, filter).size();
  }

  @Override
  public Details show(KnowledgeBaseId kb, long id) {
    return list(kb, Filter.ALL, id - 1, 1).stream()
        .filter(letter -> letter.id() == id)
        .map(letter -> new Details(letter, "at dev.ingestion", id == 1 ? null : "its text"))
        .findFirst()
        .orElseThrow(
            () -> new IngestionException(ErrorCode.UNKNOWN_DEAD_LETTER, "No letter " + id));
  }

  @Override
  public Replay replay(KnowledgeBaseId kb, Filter filter) {
    int count = meant(kb, filter).size();
    IngestionState job = FakeEngine.state(kb, new JobId("job-9"), JobStatus.RUNNING);
    return new Replay(count, count == 0 ? null : job);
  }

  @Override
  public Optional<IngestionState> replayNext(KnowledgeBaseId kb) {
    throw new AssertionError("The API does not ask for that");
  }

  @Override
  public synchronized int purge(KnowledgeBaseId kb, Filter filter) {
    List<DeadLetter> gone = meant(kb, filter);
    letters.removeAll(gone);
    return gone.size();
  }
}
