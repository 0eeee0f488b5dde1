package dev.ingestion.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import com.google.inject.util.Types;
import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.PipelineConfig;
import dev.ingestion.app.control.OfferedCommands;
import dev.ingestion.app.logging.LogFile;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.ports.in.CommandService;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.ListeningAddress;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.Node;
import dev.ingestion.ports.out.OwnerNotice;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.PipelineDefinition;
import java.lang.reflect.ParameterizedType;
import java.time.InstantSource;

/** What every module may ask for: settings, the clock, the data root and what was chosen. */
final class PlatformModule extends AbstractModule {
  /** The pipeline that the command line uses. */
  private static final String DOCUMENTS = "documents";

  private final Configuration configuration;

  PlatformModule(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();

    configuration.records().forEach(this::bindRecord);
    configuration.perKnowledgeBase().forEach(this::bindPerKnowledgeBase);
    bind(DataRoot.class).toInstance(new DataRoot(configuration.get(AppConfig.class).dataRoot()));
    bind(InstantSource.class).toInstance(InstantSource.system());
    bind(Node.class).toInstance(ThisProcess.node());

    // Declared here as well, so that a kind without any adapter is an empty map and no error.
    MapBinder.newMapBinder(binder(), String.class, DocumentSourceProvider.class);
    MapBinder.newMapBinder(binder(), String.class, DocumentParser.class);
    MapBinder.newMapBinder(binder(), String.class, EmbeddingModel.class);
    MapBinder.newMapBinder(binder(), String.class, ChunkIndex.class);
    MapBinder.newMapBinder(binder(), String.class, PersistenceStore.class);
    OptionalBinder.newOptionalBinder(binder(), OwnerNotice.class);
    OptionalBinder.newOptionalBinder(binder(), ListeningAddress.class);

    bind(Adapters.class).in(Singleton.class);
    bind(Services.class);
    bind(OfferedCommands.class).in(Singleton.class);
    bind(CommandService.class).to(OfferedCommands.class);
    bind(Resources.class).in(Singleton.class);
    bind(LogFile.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), ManagedResource.class).addBinding().to(LogFile.class);
  }

  @ProvidesIntoMap
  @StringMapKey(DOCUMENTS)
  PipelineDefinition documents(PipelineConfig parts, ChunkingSettings chunking) {
    return new PipelineDefinition(
        DOCUMENTS, parts.source(), parts.parser(), chunking, parts.embedding(), parts.index());
  }

  @Provides
  @Singleton
  PersistenceStore persistenceStore(Adapters adapters) {
    return adapters.persistenceStore();
  }

  @SuppressWarnings("unchecked") // the record is an instance of the class it stands under
  private <T extends Record> void bindRecord(Class<T> type, Record record) {
    bind(type).toInstance((T) record);
  }

  @SuppressWarnings("unchecked") // the same of records
  private <T extends Record> void bindPerKnowledgeBase(
      Class<T> type, PerKnowledgeBase<?> settings) {
    ParameterizedType bound = Types.newParameterizedType(PerKnowledgeBase.class, type);
    bind((Key<PerKnowledgeBase<T>>) Key.get(bound)).toInstance((PerKnowledgeBase<T>) settings);
  }
}
