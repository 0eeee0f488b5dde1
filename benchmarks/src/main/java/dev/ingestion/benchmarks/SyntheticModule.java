package dev.ingestion.benchmarks;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import dev.ingestion.adapters.db.DatabaseConfig;
import dev.ingestion.adapters.db.Durability;
import dev.ingestion.adapters.db.DurabilityConfig;
import dev.ingestion.adapters.db.FairnessConfig;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.Node;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.workers.CircuitBreakerConfig;
import dev.ingestion.workers.QueueConfig;
import dev.ingestion.workers.Recovery;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.StageRetry;
import dev.ingestion.workers.StartRequestsConfig;
import dev.ingestion.workers.WatchConfig;
import dev.ingestion.workers.WorkersConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** What an application brings to the engine: its settings, all at their defaults, and the parts. */
final class SyntheticModule extends AbstractModule {
  static final int BATCH_SIZE = 50;
  static final int CACHE_MEGABYTES = 32;

  private final Path dataRoot;
  private final FreeModel model;
  private final CountingIndex index;
  private final long maxChunks;

  /**
   * @param maxChunks most that waits between producer and consumers
   */
  SyntheticModule(Path dataRoot, FreeModel model, CountingIndex index, long maxChunks) {
    this.dataRoot = dataRoot;
    this.model = model;
    this.index = index;
    this.maxChunks = maxChunks;
  }

  @Override
  protected void configure() {
    bind(DataRoot.class).toInstance(new DataRoot(dataRoot));
    bind(InstantSource.class).toInstance(InstantSource.system());
    bind(Node.class).toInstance(new Node("benchmark"));
    bindSettings();
    SyntheticDocuments documents = new SyntheticDocuments();
    bindNamed(DocumentSourceProvider.class, documents);
    bindNamed(DocumentParser.class, documents);
    bindNamed(EmbeddingModel.class, model);
    bindNamed(ChunkIndex.class, index);
    bindNamed(
        PipelineDefinition.class,
        new PipelineDefinition(
            Engine.PIPELINE,
            Engine.PIPELINE,
            Engine.PIPELINE,
            new ChunkingSettings(200, 0),
            Engine.PIPELINE,
            Engine.PIPELINE));
    bind(PersistenceStore.class).to(NoSnapshots.class);
    bind(UploadStore.class).to(NoUploads.class);
  }

  private void bindSettings() {
    Duration moment = Duration.ofMillis(100);
    bind(WorkersConfig.class)
        .toInstance(
            new WorkersConfig(
                BATCH_SIZE,
                moment,
                moment,
                0,
                Duration.ofMillis(500),
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Recovery.CONTINUE));
    bind(new TypeLiteral<PerKnowledgeBase<RetryConfig>>() {})
        .toInstance(
            PerKnowledgeBase.same(
                RetryConfig.same(
                    new StageRetry(3, Duration.ofSeconds(1), Duration.ofSeconds(60)))));
    bind(QueueConfig.class)
        .toInstance(
            new QueueConfig(maxChunks, ByteSize.ofMegabytes(4_096), Duration.ofSeconds(30)));
    bind(StartRequestsConfig.class).toInstance(new StartRequestsConfig(Duration.ofHours(24)));
    bind(WatchConfig.class)
        .toInstance(new WatchConfig(Duration.ofSeconds(2), Duration.ofSeconds(30)));
    bind(CircuitBreakerConfig.class)
        .toInstance(new CircuitBreakerConfig(5, Duration.ofSeconds(1), Duration.ofSeconds(60)));
    bind(DatabaseConfig.class)
        .toInstance(new DatabaseConfig(10, ByteSize.ofMegabytes(CACHE_MEGABYTES)));
    bind(DurabilityConfig.class).toInstance(new DurabilityConfig(Durability.PROCESS));
    bind(FairnessConfig.class).toInstance(new FairnessConfig(0.05));
  }

  private <T> void bindNamed(Class<T> port, T part) {
    MapBinder.newMapBinder(binder(), String.class, port)
        .addBinding(Engine.PIPELINE)
        .toInstance(part);
  }
}
