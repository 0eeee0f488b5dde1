package dev.ingestion.workers.simulation;

import com.google.inject.AbstractModule;
import com.google.inject.Binding;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Provider;
import com.google.inject.Scope;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.LinkedKeyBinding;
import com.google.inject.spi.PrivateElements;
import com.google.inject.spi.UntargettedBinding;
import dev.ingestion.domain.chunking.ChunkingSettings;
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
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.ports.out.TokenRepository;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.memory.InMemoryUploads;
import dev.ingestion.workers.CircuitBreakerConfig;
import dev.ingestion.workers.NoTelemetry;
import dev.ingestion.workers.NoTracing;
import dev.ingestion.workers.QueueConfig;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.StartRequestsConfig;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.Threads;
import dev.ingestion.workers.service.EngineModule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes engines as {@link EngineModule} wires them, but for their threads and their chance. An
 * injector takes longer to make than a schedule to run, so each thread keeps one, and what was a
 * singleton lives as long as a process.
 */
final class Wiring {
  private static final PrivateElements ENGINE =
      (PrivateElements) Elements.getElements(new EngineModule()).get(0);

  /** Asked once: a second thread that asks for the first time as well would find them half made. */
  private static final Set<Key<?>> EXPOSED = ENGINE.getExposedKeys();

  private static final Set<Key<?>> REPLACED =
      Set.of(Key.get(Threads.class), Key.get(RandomGenerator.class));
  private static final ThreadLocal<Wiring> OF_THIS_THREAD = ThreadLocal.withInitial(Wiring::new);

  private final Map<Key<?>, Object> parts = new HashMap<>();
  private final Injector injector = Guice.createInjector(new EngineParts(), new Inputs());
  private @Nullable Parts process;

  private Wiring() {}

  /** What is a process's own. */
  record Parts(
      String name,
      Node.Ports ports,
      WorkersConfig workers,
      QueueConfig queue,
      CircuitBreakerConfig circuits,
      PerKnowledgeBase<RetryConfig> retries,
      Threads threads,
      RandomGenerator random) {}

  /** Wires the engine of a process; that of the one before must not be used any more. */
  static Wiring of(Parts process) {
    Wiring wiring = OF_THIS_THREAD.get();
    wiring.parts.clear();
    wiring.process = process;
    return wiring;
  }

  <T> T get(Class<T> type) {
    return injector.getInstance(type);
  }

  private <T> Provider<T> ofProcess(Function<Parts, T> part) {
    return () -> part.apply(process);
  }

  private <T> Provider<T> ofPorts(Function<Node.Ports, T> port) {
    return () -> port.apply(process.ports());
  }

  private <T> Provider<T> ofStores(Function<Stores, T> port) {
    return () -> port.apply(process.ports().stores());
  }

  private final class ProcessScope implements Scope {
    @Override
    @SuppressWarnings("unchecked") // a key's type is that of what its provider makes
    public <T> Provider<T> scope(Key<T> key, Provider<T> made) {
      return () -> {
        T known = (T) parts.get(key);
        if (known == null) {
          known = made.get();
          parts.put(key, known);
        }
        return known;
      };
    }
  }

  private final class EngineParts extends PrivateModule {
    @Override
    protected void configure() {
      Scope scope = new ProcessScope();
      for (Element element : ENGINE.getElements()) {
        if (!(element instanceof Binding<?> binding)) {
          element.applyTo(binder());
        } else if (!REPLACED.contains(binding.getKey())) {
          bind(binding, scope);
        }
      }
      bind(Threads.class).toProvider(ofProcess(Parts::threads));
      bind(RandomGenerator.class).toProvider(ofProcess(Parts::random));
      EXPOSED.forEach(this::expose);
    }

    @SuppressWarnings("unchecked") // what the engine links fits
    private <T> void bind(Binding<T> binding, Scope scope) {
      if (binding instanceof UntargettedBinding<T>) {
        bind(binding.getKey()).in(scope);
      } else if (binding instanceof LinkedKeyBinding<T> linked) {
        bind(binding.getKey()).to((Key<? extends T>) linked.getLinkedKey());
      } else {
        binding.applyTo(binder());
      }
    }
  }

  private final class Inputs extends AbstractModule {
    @Override
    protected void configure() {
      bind(JobRepository.class).toProvider(ofStores(Stores::jobs));
      bind(KnowledgeBaseRepository.class).toProvider(ofStores(Stores::knowledgeBases));
      bind(DocumentLedger.class).toProvider(ofStores(Stores::ledger));
      bind(WorkQueue.class).toProvider(ofStores(Stores::queue));
      bind(Checkpoints.class).toProvider(ofStores(Stores::checkpoints));
      bind(DeadLetters.class).toProvider(ofStores(Stores::letters));
      bind(TokenRepository.class).toProvider(ofStores(Stores::tokens));
      bind(dev.ingestion.ports.out.Node.class)
          .toProvider(() -> new dev.ingestion.ports.out.Node(process.name()));
      bind(Telemetry.class).toInstance(new NoTelemetry());
      bind(Tracing.class).toInstance(new NoTracing());
      bind(CircuitBreakerConfig.class).toProvider(ofProcess(Parts::circuits));
      bind(new TypeLiteral<PerKnowledgeBase<RetryConfig>>() {})
          .toProvider(ofProcess(Parts::retries));
      bind(PersistenceStore.class).toProvider(ofPorts(Node.Ports::snapshots));
      bind(UploadStore.class).toInstance(new InMemoryUploads());
      bind(InstantSource.class).toProvider(ofPorts(Node.Ports::clock));
      bind(DataRoot.class).toInstance(new DataRoot(Path.of("nowhere")));
      bind(WorkersConfig.class).toProvider(ofProcess(Parts::workers));
      bind(QueueConfig.class).toProvider(ofProcess(Parts::queue));
      bind(StartRequestsConfig.class).toInstance(new StartRequestsConfig(Duration.ofHours(24)));
      named(DocumentSourceProvider.class, "folder", ofPorts(Node.Ports::sources));
      named(DocumentParser.class, "plain", ofPorts(Node.Ports::parser));
      named(EmbeddingModel.class, "model", ofPorts(Node.Ports::model));
      named(ChunkIndex.class, "index", ofPorts(Node.Ports::index));
      PipelineDefinition pipeline =
          new PipelineDefinition(
              "documents", "folder", "plain", new ChunkingSettings(16, 0), "model", "index");
      named(PipelineDefinition.class, "documents", () -> pipeline);
    }

    private <T> void named(Class<T> type, String name, Provider<T> part) {
      MapBinder.newMapBinder(binder(), String.class, type).addBinding(name).toProvider(part);
    }
  }
}
