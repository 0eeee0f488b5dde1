package dev.ingestion.benchmarks;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.ingestion.adapters.db.DatabaseModule;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.workers.WorkersModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The engine and its database in an application of our own, with parts that cost nothing. */
final class Engine implements AutoCloseable {
  static final String PIPELINE = "synthetic";

  /** As much waits between producer and consumers as usual. */
  static final long USUAL_BACKLOG = 5_000;

  private final Injector injector;
  private final CountingIndex index;
  private final FreeModel model;
  private final StartedParts started;

  private Engine(Injector injector, FreeModel model, CountingIndex index) {
    this.injector = injector;
    this.model = model;
    this.index = index;
    this.started = StartedParts.of(injector);
  }

  static Engine open(Path dataRoot, FreeModel model, long maxChunks) {
    CountingIndex index = new CountingIndex();
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new WorkersModule(),
            new DatabaseModule(),
            new SyntheticModule(dataRoot, model, index, maxChunks));
    return new Engine(injector, model, index);
  }

  /** One of the ports that the modules offer. */
  <T> T get(Class<T> port) {
    return injector.getInstance(port);
  }

  IngestionService ingestion() {
    return get(IngestionService.class);
  }

  CountingIndex index() {
    return index;
  }

  FreeModel model() {
    return model;
  }

  IngestionState start(KnowledgeBaseId kb, int documents, int chunksEach, JobPriority priority) {
    return ingestion()
        .start(
            new StartIngestion(
                kb,
                PIPELINE,
                SourceName.DEFAULT,
                SyntheticDocuments.root(documents, chunksEach),
                List.of(),
                List.of(),
                false,
                false,
                priority));
  }

  IngestionState await(KnowledgeBaseId kb) {
    try {
      return ingestion().await(kb, Duration.ofMinutes(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a job runs", e);
    }
  }

  /** Waits for a job's end and holds all its counts against what it had to do. */
  IngestionState awaitCompleted(KnowledgeBaseId kb, int documents, int chunksEach) {
    IngestionState state = await(kb);
    long chunks = (long) documents * chunksEach;
    if (state.status() != JobStatus.COMPLETED) {
      throw new IllegalStateException("The job is " + state.status() + ": " + state.error());
    }
    BrokenBenchmarkException.require("documents indexed", documents, state.documents().indexed());
    BrokenBenchmarkException.require("chunks indexed", chunks, state.chunks().indexed());
    BrokenBenchmarkException.require("chunks embedded", chunks, state.chunks().embedded());
    BrokenBenchmarkException.require("chunks given to the index", chunks, index.upserted(kb));
    BrokenBenchmarkException.require("chunks shown by the index", chunks, index.shown(kb));
    return state;
  }

  @Override
  public void close() {
    started.close();
  }
}
