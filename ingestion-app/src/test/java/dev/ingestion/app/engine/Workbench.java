package dev.ingestion.app.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.util.Types;
import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.CronExpressions;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.Node;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.ports.out.SourceWatcher;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.ports.out.TokenRepository;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.workers.WorkersModule;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The engine on real adapters, with a model that needs no weights and with a chance to step between
 * the engine and each port. Assembled in two injectors, as an application would that brings its
 * own.
 */
final class Workbench implements AutoCloseable {
  static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");

  /** Drives the engine, and so has no place among the adapters that the engine is made on. */
  private final Injector adapters;

  private final Injector engine;
  private final Deque<ManagedResource> started = new ArrayDeque<>();

  private Workbench(Injector adapters, Injector engine) {
    this.adapters = adapters;
    this.engine = engine;
  }

  /** Steps between the engine and its ports. */
  interface Between {
    Between NOTHING =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            return real;
          }
        };

    <T> T port(Class<T> type, T real);
  }

  static Workbench open(Path dataRoot, EmbeddingModel model, Between between) {
    return open(dataRoot, model, between, Map.of());
  }

  static Workbench open(
      Path dataRoot, EmbeddingModel model, Between between, Map<String, String> settings) {
    InstalledModules installed = InstalledModules.discover();
    Map<String, String> overrides = new HashMap<>(settings);
    overrides.put("ingestion.data-root", dataRoot.toString());
    Configuration configuration =
        ConfigurationLoader.load(
            installed.settings(), new ConfigurationSources(null, Map.of(), overrides));
    List<Module> modules =
        installed.modules().stream()
            .filter(m -> !(m instanceof WorkersModule) && !drivesTheEngine(m))
            .toList();
    Injector adapters =
        Guice.createInjector(
            new AbstractModule() {
              @Override
              protected void configure() {
                binder().requireExplicitBindings();
                bindBasics(binder(), configuration);
                modules.forEach(this::install);
              }
            });
    Injector engine =
        Guice.createInjector(
            new WorkersModule(), new EngineInputs(adapters, configuration, model, between));
    Workbench bench = new Workbench(adapters, engine);
    bench.start();
    return bench;
  }

  /**
   * Ways in need the use cases, which only the engine's injector has; a test calls those itself.
   */
  private static boolean drivesTheEngine(Module module) {
    return module.getClass().getPackageName().equals("dev.ingestion.adapters.rest");
  }

  static void bindBasics(Binder binder, Configuration configuration) {
    configuration.records().forEach((type, record) -> bindRecord(binder, type, record));
    configuration
        .perKnowledgeBase()
        .forEach((type, settings) -> bindPerKnowledgeBase(binder, type, settings));
    binder
        .bind(DataRoot.class)
        .toInstance(new DataRoot(configuration.get(AppConfig.class).dataRoot()));
    binder.bind(InstantSource.class).toInstance(InstantSource.system());
    binder.bind(Node.class).toInstance(new Node("bench"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Record> void bindRecord(Binder binder, Class<T> type, Record record) {
    binder.bind(type).toInstance((T) record);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Record> void bindPerKnowledgeBase(
      Binder binder, Class<T> type, PerKnowledgeBase<?> settings) {
    ParameterizedType bound = Types.newParameterizedType(PerKnowledgeBase.class, type);
    binder
        .bind((Key<PerKnowledgeBase<T>>) Key.get(bound))
        .toInstance((PerKnowledgeBase<T>) settings);
  }

  private static final class EngineInputs extends AbstractModule {
    private final Injector adapters;
    private final Configuration configuration;
    private final EmbeddingModel model;
    private final Between between;

    EngineInputs(
        Injector adapters, Configuration configuration, EmbeddingModel model, Between between) {
      this.adapters = adapters;
      this.configuration = configuration;
      this.model = model;
      this.between = between;
    }

    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      bindBasics(binder(), configuration);
      bindPort(JobRepository.class);
      bindPort(KnowledgeBaseRepository.class);
      bindPort(DocumentLedger.class);
      bindPort(WorkQueue.class);
      bindPort(Checkpoints.class);
      bindPort(DeadLetters.class);
      bindPort(ScheduleRepository.class);
      bindPort(CronExpressions.class);
      bindPort(UploadStore.class);
      bindPort(TokenRepository.class);
      OptionalBinder.newOptionalBinder(binder(), Telemetry.class)
          .setBinding()
          .toInstance(between.port(Telemetry.class, adapters.getInstance(Telemetry.class)));
      OptionalBinder.newOptionalBinder(binder(), Tracing.class)
          .setBinding()
          .toInstance(adapters.getInstance(Tracing.class));
      bind(PersistenceStore.class)
          .toInstance(
              between.port(PersistenceStore.class, named(PersistenceStore.class, "local-disk")));
      bindNamed(DocumentSourceProvider.class, "folder");
      bindNamed(SourceWatcher.class, "folder");
      MapBinder.newMapBinder(binder(), String.class, DocumentParser.class)
          .addBinding("tika")
          .toInstance(between.port(DocumentParser.class, SharedParser.parser()));
      bindNamed(ChunkIndex.class, "lucene");
      MapBinder.newMapBinder(binder(), String.class, EmbeddingModel.class)
          .addBinding("test")
          .toInstance(between.port(EmbeddingModel.class, model));
      MapBinder.newMapBinder(binder(), String.class, PipelineDefinition.class)
          .addBinding("documents")
          .toInstance(
              new PipelineDefinition(
                  "documents", "folder", "tika", new ChunkingSettings(40, 8), "test", "lucene"));
      Multibinder<ManagedResource> resources =
          Multibinder.newSetBinder(binder(), ManagedResource.class);
      adapters
          .getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {}))
          .forEach(
              resource ->
                  resources.addBinding().toInstance(between.port(ManagedResource.class, resource)));
    }

    private <T> void bindPort(Class<T> port) {
      bind(port).toInstance(between.port(port, adapters.getInstance(port)));
    }

    private <T> void bindNamed(Class<T> port, String name) {
      MapBinder.newMapBinder(binder(), String.class, port)
          .addBinding(name)
          .toInstance(between.port(port, named(port, name)));
    }

    @SuppressWarnings("unchecked")
    private <T> T named(Class<T> port, String name) {
      Map<String, T> map =
          (Map<String, T>) adapters.getInstance(Key.get(Types.mapOf(String.class, port)));
      return map.get(name);
    }
  }

  private void start() {
    try {
      engine.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {})).stream()
          .filter(resource -> resource.phase() != ManagedResource.Phase.SERVE)
          .sorted(Comparator.comparing(ManagedResource::phase))
          .forEach(
              resource -> {
                started.push(resource);
                resource.start();
              });
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  <T> T get(Class<T> type) {
    return engine.getInstance(type);
  }

  /** A port of the adapters, with nothing between. */
  <T> T real(Class<T> port) {
    return adapters.getInstance(port);
  }

  @SuppressWarnings("unchecked")
  <T> T real(Class<T> port, String name) {
    return ((Map<String, T>) adapters.getInstance(Key.get(Types.mapOf(String.class, port))))
        .get(name);
  }

  IngestionService ingestion() {
    return get(IngestionService.class);
  }

  KnowledgeBaseService knowledgeBases() {
    return get(KnowledgeBaseService.class);
  }

  SearchService search() {
    return get(SearchService.class);
  }

  static StartIngestion start(KnowledgeBaseId kb, Path folder, int priority) {
    return new StartIngestion(
        kb,
        "documents",
        SourceName.DEFAULT,
        folder.toString(),
        List.of(),
        List.of(),
        false,
        false,
        new JobPriority(priority));
  }

  static StartIngestion start(Path folder) {
    return start(folder, SourceName.DEFAULT, false);
  }

  static StartIngestion start(Path folder, SourceName source, boolean allowMassDelete) {
    return new StartIngestion(
        KB, "documents", source, folder.toString(), List.of(), List.of(), false, allowMassDelete);
  }

  /** Runs a job to its rest. */
  IngestionState ingest(StartIngestion command) {
    ingestion().start(command);
    try {
      return ingestion().await(command.kb(), Duration.ofMinutes(2));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  IngestionState ingest(Path folder) {
    return ingest(start(folder));
  }

  /** What search can return: a line for each live chunk. */
  Set<String> content() {
    Set<String> lines = new TreeSet<>();
    get(VerificationService.class)
        .export(
            KB,
            chunk -> {
              String line =
                  String.join(
                      "|",
                      chunk.source(),
                      chunk.document(),
                      chunk.revision(),
                      chunk.chunkId(),
                      chunk.text());
              if (!lines.add(line)) {
                throw new AssertionError("Doubled: " + line);
              }
            });
    return lines;
  }

  VerificationService.Report verify() {
    return get(VerificationService.class).verify(KB);
  }

  RepairReport repair() {
    return get(RepairService.class).repair(KB);
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}
