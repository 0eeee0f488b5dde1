package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.WorkQueue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseModuleTest {
  @TempDir Path root;

  @Test
  void theModuleIsFoundAndOffersTheSixPortsOverOneDatabase() {
    assertThat(ServiceLoader.load(Module.class)).hasAtLeastOneElementOfType(DatabaseModule.class);
    Injector injector = Guice.createInjector(Stage.PRODUCTION, new DatabaseModule(), settings());
    assertThat(root).isEmptyDirectory();
    Set<ManagedResource> resources =
        injector.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {}));
    assertThat(resources)
        .singleElement()
        .extracting(ManagedResource::phase)
        .isEqualTo(ManagedResource.Phase.STORAGE);

    resources.forEach(ManagedResource::start);
    KnowledgeBaseId kb = new KnowledgeBaseId("handbook");
    injector
        .getInstance(KnowledgeBaseRepository.class)
        .findOrCreate(kb, new EmbeddingSpace("test-model@1", 8));

    assertThat(injector.getInstance(JobRepository.class).active(kb)).isEmpty();
    assertThat(injector.getInstance(DocumentLedger.class).totals(kb).documents()).isZero();
    assertThat(injector.getInstance(WorkQueue.class).backlog(kb).batches()).isZero();
    assertThat(injector.getInstance(DeadLetters.class).marked(kb)).isEmpty();
    assertThat(injector.getInstance(Checkpoints.class))
        .isSameAs(injector.getInstance(Checkpoints.class));
    resources.forEach(ManagedResource::close);
  }

  private Module settings() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        binder().requireExplicitBindings();
        bind(DataRoot.class).toInstance(new DataRoot(root));
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(DatabaseConfig.class).toInstance(new DatabaseConfig(4, ByteSize.ofMegabytes(8)));
        bind(DurabilityConfig.class).toInstance(new DurabilityConfig(Durability.PROCESS));
        bind(FairnessConfig.class).toInstance(new FairnessConfig(0.05));
      }
    };
  }
}
