package dev.ingestion.app.cli;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.FollowService;
import dev.ingestion.ports.in.IngestionPlanner;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.TokenService;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.util.List;
import java.util.Optional;

/** Binds fake services, and names for adapters that nobody asks for. */
public final class FakeModule extends AbstractModule implements ConfiguredModule {
  private final FakeServices services;

  FakeModule(FakeServices services) {
    this.services = services;
  }

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(new SettingsDeclaration<>("chunking", ChunkingSettings.class));
  }

  @Override
  protected void configure() {
    bind(IngestionService.class).toInstance(services);
    bind(KnowledgeBaseService.class).toInstance(services.new KnowledgeBases());
    bind(SearchService.class).toInstance(services);
    bind(IngestionPlanner.class).toInstance(services);
    bind(VerificationService.class).toInstance(services);
    bind(RepairService.class).toInstance(services);
    bind(DocumentInspector.class).toInstance(services);
    bind(DeadLetterService.class).toInstance(services);
    bind(ScheduleService.class).toInstance(services.scheduled);
    bind(FollowService.class).toInstance(services.scheduled);
    bind(TokenService.class).toInstance(services.tokens);
    name(DocumentSourceProvider.class, "folder");
    name(DocumentParser.class, "tika");
    name(DocumentParser.class, "plain");
    name(EmbeddingModel.class, "minilm");
    name(ChunkIndex.class, "lucene");
    MapBinder.newMapBinder(binder(), String.class, PersistenceStore.class)
        .addBinding("local-disk")
        .toInstance(new NoStore());
  }

  private <T> void name(Class<T> kind, String name) {
    MapBinder.newMapBinder(binder(), String.class, kind)
        .addBinding(name)
        .toProvider(
            () -> {
              throw new AssertionError(name + " was asked for");
            });
  }

  private static final class NoStore implements PersistenceStore {
    @Override
    public void save(JobSnapshot snapshot) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Optional<JobSnapshot> load(KnowledgeBaseId kb) {
      throw new AssertionError("not asked for");
    }

    @Override
    public List<KnowledgeBaseId> list() {
      throw new AssertionError("not asked for");
    }

    @Override
    public void delete(KnowledgeBaseId kb) {
      throw new AssertionError("not asked for");
    }
  }
}
