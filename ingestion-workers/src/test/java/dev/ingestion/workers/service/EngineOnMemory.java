package dev.ingestion.workers.service;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.Node;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.ports.out.TokenRepository;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.RecordedTracing;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.memory.InMemoryChunkIndex;
import dev.ingestion.testkit.memory.InMemoryDatabase;
import dev.ingestion.testkit.memory.InMemoryDisk;
import dev.ingestion.testkit.memory.InMemoryFolder;
import dev.ingestion.testkit.memory.InMemoryPersistenceStore;
import dev.ingestion.testkit.memory.InMemorySources;
import dev.ingestion.testkit.memory.InMemoryUploads;
import dev.ingestion.testkit.memory.PlainTextParser;
import dev.ingestion.workers.CircuitBreakerConfig;
import dev.ingestion.workers.NoTelemetry;
import dev.ingestion.workers.QueueConfig;
import dev.ingestion.workers.Recovery;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.StageRetry;
import dev.ingestion.workers.StartRequestsConfig;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.LifecycleManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine with threads of its own, on stores and sources in memory. */
final class EngineOnMemory implements AutoCloseable {
  static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");
  static final String ROOT = "/docs";
  static final String OTHER_PIPELINE = "others";

  private static final Duration MOMENT = Duration.ofMillis(10);

  final InMemorySources sources = new InMemorySources();
  final InMemoryFolder folder = sources.folder(ROOT);
  final Stores stores = new InMemoryDatabase().open(InstantSource.system(), System::nanoTime);
  final RecordedTracing tracing = new RecordedTracing();
  final Injector injector;
  final IngestionService ingestion;
  final SettingsService settings;
  final DocumentService documents;
  final KnowledgeBaseService knowledgeBases;

  /** A call without arguments of the jobs' repository that fails, once; null for none. */
  volatile @Nullable String failing;

  private final LifecycleManager lifecycle;

  EngineOnMemory() {
    this(1, new HashingEmbeddingModel());
  }

  /**
   * @param consumers how many; 0 for as many as models make use of
   * @param other the model of another pipeline, {@link #OTHER_PIPELINE}
   */
  EngineOnMemory(int consumers, EmbeddingModel other) {
    injector = Guice.createInjector(new EngineModule(), new Inputs(consumers, other));
    ingestion = injector.getInstance(IngestionService.class);
    settings = injector.getInstance(SettingsService.class);
    documents = injector.getInstance(DocumentService.class);
    knowledgeBases = injector.getInstance(KnowledgeBaseService.class);
    lifecycle = injector.getInstance(LifecycleManager.class);
    lifecycle.start();
  }

  void write(String path, String text) {
    folder.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static StartIngestion command() {
    return new StartIngestion(
        KB, "documents", SourceName.DEFAULT, ROOT, List.of(), List.of(), false, false);
  }

  /** The latest job when it has come to rest. */
  IngestionState rested() {
    try {
      return ingestion.await(KB, Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    lifecycle.close();
  }

  private JobRepository failingOnce(JobRepository jobs) {
    return (JobRepository)
        Proxy.newProxyInstance(
            JobRepository.class.getClassLoader(),
            new Class<?>[] {JobRepository.class},
            (proxy, method, arguments) -> {
              if (arguments == null && method.getName().equals(failing)) {
                failing = null;
                throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "away for once");
              }
              try {
                return method.invoke(jobs, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private final class Inputs extends AbstractModule {
    private final int consumers;
    private final EmbeddingModel other;

    Inputs(int consumers, EmbeddingModel other) {
      this.consumers = consumers;
      this.other = other;
    }

    @Override
    protected void configure() {
      bind(JobRepository.class).toInstance(failingOnce(stores.jobs()));
      bind(KnowledgeBaseRepository.class).toInstance(stores.knowledgeBases());
      bind(DocumentLedger.class).toInstance(stores.ledger());
      bind(WorkQueue.class).toInstance(stores.queue());
      bind(Checkpoints.class).toInstance(stores.checkpoints());
      bind(DeadLetters.class).toInstance(stores.letters());
      bind(PersistenceStore.class).toInstance(new InMemoryPersistenceStore());
      bind(TokenRepository.class).toInstance(stores.tokens());
      bind(UploadStore.class).toInstance(new InMemoryUploads());
      bind(Telemetry.class).toInstance(new NoTelemetry());
      bind(Tracing.class).toInstance(tracing);
      bind(InstantSource.class).toInstance(InstantSource.system());
      bind(DataRoot.class).toInstance(new DataRoot(Path.of("nowhere")));
      bind(Node.class).toInstance(new Node("test"));
      bindSettings();
      named(DocumentSourceProvider.class, "folder", sources);
      named(DocumentParser.class, "plain", new PlainTextParser());
      named(EmbeddingModel.class, "model", new HashingEmbeddingModel());
      named(ChunkIndex.class, "index", new InMemoryChunkIndex(new InMemoryDisk()));
      named(EmbeddingModel.class, "other", other);
      pipeline("documents", "model");
      pipeline(OTHER_PIPELINE, "other");
    }

    private void pipeline(String name, String model) {
      named(
          PipelineDefinition.class,
          name,
          new PipelineDefinition(
              name, "folder", "plain", new ChunkingSettings(16, 0), model, "index"));
    }

    private void bindSettings() {
      bind(WorkersConfig.class)
          .toInstance(
              new WorkersConfig(
                  4,
                  MOMENT,
                  MOMENT,
                  consumers,
                  MOMENT,
                  2,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(10),
                  Recovery.CONTINUE));
      bind(QueueConfig.class)
          .toInstance(new QueueConfig(100, ByteSize.ofMegabytes(1), Duration.ofSeconds(30)));
      bind(StartRequestsConfig.class).toInstance(new StartRequestsConfig(Duration.ofHours(24)));
      bind(CircuitBreakerConfig.class)
          .toInstance(new CircuitBreakerConfig(5, MOMENT, Duration.ofSeconds(1)));
      bind(new TypeLiteral<PerKnowledgeBase<RetryConfig>>() {})
          .toInstance(
              PerKnowledgeBase.same(
                  RetryConfig.same(new StageRetry(1, MOMENT, Duration.ofSeconds(1)))));
    }

    private <T> void named(Class<T> type, String name, T part) {
      MapBinder.newMapBinder(binder(), String.class, type).addBinding(name).toInstance(part);
    }
  }
}
