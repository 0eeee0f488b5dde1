package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DeadLetters.Content;
import dev.ingestion.ports.out.DeadLetters.Letter;
import dev.ingestion.ports.out.DeadLetters.Selection;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Replays by ordinary jobs: a letter is marked, and the next run of its source takes it up. So a
 * replay is listed, counted, settled and continued after a crash as everything else is.
 */
final class DefaultDeadLetterService implements DeadLetterService {
  private final DeadLetters letters;
  private final Stores stores;
  private final KnownBases known;
  private final IngestionService ingestion;
  private final JobDispatcher dispatcher;

  @Inject
  DefaultDeadLetterService(
      DeadLetters letters,
      Stores stores,
      KnownBases known,
      IngestionService ingestion,
      JobDispatcher dispatcher) {
    this.letters = letters;
    this.stores = stores;
    this.known = known;
    this.ingestion = ingestion;
    this.dispatcher = dispatcher;
  }

  @Override
  public List<DeadLetter> list(KnowledgeBaseId kb, Filter filter, long after, int limit) {
    known.require(kb);
    return letters.page(kb, selection(filter), after, limit).stream()
        .map(DefaultDeadLetterService::letter)
        .toList();
  }

  @Override
  public long count(KnowledgeBaseId kb, Filter filter) {
    known.require(kb);
    return letters.count(kb, selection(filter));
  }

  @Override
  public Details show(KnowledgeBaseId kb, long id) {
    known.require(kb);
    Content content =
        letters
            .find(kb, id)
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.UNKNOWN_DEAD_LETTER,
                        "Knowledge base '%s' has no dead letter %d; the list of them shows those there are"
                            .formatted(kb, id)));
    String text = content.item() == null ? null : content.item().chunk().text();
    return new Details(letter(content.letter()), content.stack(), text);
  }

  @Override
  public Replay replay(KnowledgeBaseId kb, Filter filter) {
    known.require(kb);
    int count = letters.mark(kb, selection(filter));
    return new Replay(count, count == 0 ? null : replayNext(kb).orElse(null));
  }

  @Override
  public Optional<IngestionState> replayNext(KnowledgeBaseId kb) {
    known.require(kb);
    List<SourceName> sources = letters.marked(kb);
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    return dispatcher.isBusy(kb)
        ? ingestion.status(kb)
        : Optional.of(ingestion.start(known.command(kb, next(kb, sources))));
  }

  @Override
  public int purge(KnowledgeBaseId kb, Filter filter) {
    known.require(kb);
    return letters.purge(kb, selection(filter));
  }

  /** A job that was cut off stands in the way of the others, so its source comes first. */
  private SourceName next(KnowledgeBaseId kb, List<SourceName> sources) {
    return stores
        .jobs()
        .active(kb)
        .map(Job::source)
        .filter(sources::contains)
        .orElse(sources.get(0));
  }

  private static Selection selection(Filter filter) {
    return new Selection(filter.ids(), filter.document(), filter.code());
  }

  private static DeadLetter letter(Letter letter) {
    return new DeadLetter(
        letter.id(),
        letter.document(),
        letter.job(),
        letter.ordinal(),
        letter.chunk() == null ? null : letter.chunk().hex(),
        letter.stage().name().toLowerCase(Locale.ROOT),
        letter.code(),
        letter.message(),
        letter.attempts(),
        letter.firstAt(),
        letter.lastAt(),
        letter.replay() != DeadLetters.Replay.NONE);
  }
}
