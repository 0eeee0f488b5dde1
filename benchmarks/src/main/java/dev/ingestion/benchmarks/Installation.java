package dev.ingestion.benchmarks;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import dev.ingestion.adapters.db.DatabaseModule;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.workers.WorkersModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The engine with the adapters of an installation, in this process; parsers have their own. */
final class Installation implements AutoCloseable {
  static final String PIPELINE = "documents";

  private final Injector injector;
  private final CountingIndex index;
  private final StartedParts started;

  private Installation(Injector injector, CountingIndex index) {
    this.injector = injector;
    this.index = index;
    this.started = StartedParts.of(injector);
  }

  /**
   * @param pipeline which parts do their work, and which only seem to
   */
  static Installation open(Path dataRoot, RealParts.Pipeline pipeline) {
    CountingIndex index = new CountingIndex();
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new WorkersModule(),
            new DatabaseModule(),
            Modules.override(
                    new SyntheticModule(dataRoot, FreeModel.atOnce(), index, Engine.USUAL_BACKLOG))
                .with(new RealParts(pipeline)));
    return new Installation(injector, index);
  }

  <T> T get(Class<T> port) {
    return injector.getInstance(port);
  }

  <T> T get(Key<T> port) {
    return injector.getInstance(port);
  }

  /** The index that only counts, for pipelines that have it. */
  CountingIndex counted() {
    return index;
  }

  /** Texts and vectors of the model since this was last asked. */
  List<RecordingModel.Embedded> embedded() {
    return get(RecordingModel.class).take();
  }

  IngestionState start(KnowledgeBaseId kb, Path folder) {
    return get(IngestionService.class)
        .start(
            new StartIngestion(
                kb,
                PIPELINE,
                SourceName.DEFAULT,
                folder.toString(),
                List.of(),
                List.of(),
                false,
                false));
  }

  /** Ingests a folder of so many files, none of which may fail. */
  IngestionState ingest(KnowledgeBaseId kb, Path folder, int files) {
    IngestionState state = finish(kb, folder);
    BrokenBenchmarkException.require("documents seen", files, state.documents().seen());
    BrokenBenchmarkException.require("documents that failed", 0, state.documents().failed());
    return state;
  }

  /** Ingests a folder to the end, whatever comes of its documents. */
  IngestionState finish(KnowledgeBaseId kb, Path folder) {
    start(kb, folder);
    try {
      IngestionState state = get(IngestionService.class).await(kb, Duration.ofMinutes(30));
      if (state.status() != JobStatus.COMPLETED) {
        throw new IllegalStateException("The job is " + state.status() + ": " + state.error());
      }
      return state;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a job runs", e);
    }
  }

  int hits(KnowledgeBaseId kb, String query) {
    return get(SearchService.class).search(kb, query, 10, SearchService.Mode.HYBRID).hits().size();
  }

  @Override
  public void close() {
    started.close();
  }
}
