package dev.ingestion.workers.simulation;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.testkit.memory.InMemoryChunkIndex;
import java.util.List;
import java.util.Set;

/**
 * What lies between a process and its ports: each call is a step before it and after it, may fail
 * at either, and may come twice where its port allows that.
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

  private final Scheduler scheduler;
  private final Choices choices;
  private final InMemoryChunkIndex index;

  OuterWorld(Scheduler scheduler, Choices choices, InMemoryChunkIndex index) {
    this.scheduler = scheduler;
    this.choices = choices;
    this.index = index;
  }

  @Override
  public Object call(String point, Object[] arguments, Call port) throws Throwable {
    if (PLAIN.contains(point)) {
      return port.with(arguments);
    }
    scheduler.step(point);
    if (choices.fails()) {
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

  private void fail(String point, Object[] arguments) {
    scheduler.note("*** fails");
    if (WRITERS.contains(point)) {
      index.endWriter((IndexRef) arguments[0]);
    }
    String port = point.substring(0, point.indexOf('.'));
    ErrorCode code =
        switch (port) {
          case "EmbeddingModel" ->
              choices.chance(0.5) ? ErrorCode.EMBEDDING_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
          case "DocumentSource" ->
              point.endsWith("fetch") ? ErrorCode.DOCUMENT_UNSTABLE : ErrorCode.SOURCE_UNAVAILABLE;
          case "SourceListing" -> ErrorCode.SOURCE_UNAVAILABLE;
          default -> ErrorCode.STORAGE_UNAVAILABLE;
        };
    throw new IngestionException(code, "A fault at " + point);
  }
}
