package dev.ingestion.workers.simulation;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.testkit.memory.InMemoryChunkIndex;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lies between a process and its ports: each call is a step before it and after it, may fail
 * at either, and may come twice where its port allows that. Now and then what is behind a port is
 * away for a while, and every call of it fails.
 */
final class OuterWorld implements Between {
  /** Calls that only say what is known, also under locks of the JDK that no scheduler sees. */
  private static final Set<String> PLAIN =
      Set.of(
          "EmbeddingModel.space",
          "EmbeddingModel.maxTokens",
          "EmbeddingModel.parallelism",
          "EmbeddingModel.count",
          "DocumentParser.fingerprint",
          "DocumentSourceProvider.canonicalRoot",
          "DocumentSourceProvider.open",
          "SourceListing.close",
          "IndexSnapshot.close");

  /** Calls that may come twice: an answer was lost on the way, and somebody asked again. */
  private static final Set<String> IDEMPOTENT =
      Set.of(
          "ChunkIndex.open",
          "ChunkIndex.upsert",
          "ChunkIndex.discard",
          "ChunkIndex.apply",
          "ChunkIndex.flush",
          "ChunkIndex.retainStaged",
          "ChunkIndex.retain",
          "DocumentLedger.forgetSwitches",
          "DocumentLedger.record",
          "DocumentLedger.remove",
          "KnowledgeBaseRepository.findOrCreate",
          "KnowledgeBaseRepository.saveSource",
          "KnowledgeBaseRepository.finishRebuild",
          "WorkQueue.release",
          "JobRepository.progress",
          "JobRepository.settle");

  private static final Set<String> WRITERS =
      Set.of(
          "ChunkIndex.flush",
          "ChunkIndex.apply",
          "ChunkIndex.upsert",
          "ChunkIndex.discard",
          "ChunkIndex.retainStaged");

  /** Longer than the engine bears with anything but its model. */
  private static final int LONGEST_OUTAGE_MILLIS = 3_000;

  private final Scheduler scheduler;
  private final Choices choices;
  private final InMemoryChunkIndex index;
  private final Map<Dependency, Long> awayUntil = new EnumMap<>(Dependency.class);

  OuterWorld(Scheduler scheduler, Choices choices, InMemoryChunkIndex index) {
    this.scheduler = scheduler;
    this.choices = choices;
    this.index = index;
  }

  /** What can be away for a while. */
  private enum Dependency {
    SOURCE,
    PARSER,
    MODEL,
    INDEX,
    DATABASE,
    SNAPSHOTS;

    static Dependency of(String point) {
      return switch (point.substring(0, point.indexOf('.'))) {
        case "DocumentSource", "SourceListing" -> SOURCE;
        case "DocumentParser" -> PARSER;
        case "EmbeddingModel" -> MODEL;
        case "ChunkIndex" -> INDEX;
        case "PersistenceStore" -> SNAPSHOTS;
        default -> DATABASE;
      };
    }
  }

  @Override
  public Object call(String point, Object[] arguments, Call port) throws Throwable {
    if (PLAIN.contains(point)) {
      return port.with(arguments);
    }
    scheduler.step(point);
    if (isAway(Dependency.of(point)) || choices.fails()) {
      fail(point, arguments);
    }
    if (point.equals("EmbeddingModel.embed") && choices.fails()) {
      return List.of();
    }
    Object result = port.with(arguments);
    scheduler.step("returns");
    if (IDEMPOTENT.contains(point) && choices.repeats()) {
      scheduler.note("*** once more");
      result = port.with(arguments);
    }
    if (choices.fails()) {
      fail(point, arguments);
    }
    return result;
  }

  private boolean isAway(Dependency dependency) {
    if (choices.goesAway()) {
      scheduler.note("*** %s is away".formatted(dependency));
      long time = choices.below(LONGEST_OUTAGE_MILLIS) * 1_000_000L;
      awayUntil.put(dependency, scheduler.nanoTime() + time);
    }
    return !choices.isCalm() && scheduler.nanoTime() < awayUntil.getOrDefault(dependency, 0L);
  }

  private void fail(String point, Object[] arguments) {
    scheduler.note("*** fails");
    if (WRITERS.contains(point) && choices.chance(0.5)) {
      index.endWriter((IndexRef) arguments[0]);
    }
    ErrorCode code =
        switch (Dependency.of(point)) {
          case MODEL ->
              choices.chance(0.5) ? ErrorCode.EMBEDDING_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
          case SOURCE ->
              point.endsWith("fetch") && choices.chance(0.5)
                  ? ErrorCode.DOCUMENT_UNSTABLE
                  : ErrorCode.SOURCE_UNAVAILABLE;
          default -> ErrorCode.STORAGE_UNAVAILABLE;
        };
    throw new IngestionException(code, "A fault at " + point);
  }
}
