package dev.ingestion.adapters.db;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.ports.out.TokenRepository;
import dev.ingestion.ports.out.WorkQueue;
import java.lang.annotation.Annotation;
import java.util.List;

/** Jobs, ledger and work queue in an embedded H2 database. */
public final class DatabaseModule extends AbstractModule implements ConfiguredModule {
  private static final Annotation DATABASE = Names.named("database");

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(
        new SettingsDeclaration<>("", DurabilityConfig.class),
        new SettingsDeclaration<>("database", DatabaseConfig.class),
        new SettingsDeclaration<>("queue", FairnessConfig.class));
  }

  @Override
  protected void configure() {
    install(new Internals());
    Multibinder.newSetBinder(binder(), ManagedResource.class)
        .addBinding()
        .to(Key.get(ManagedResource.class, DATABASE));
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(Database.class).in(Scopes.SINGLETON);
      bind(Transactions.class).in(Scopes.SINGLETON);
      bind(ManagedResource.class).annotatedWith(DATABASE).to(Database.class);
      bind(JobRepository.class).to(SqlJobRepository.class).in(Scopes.SINGLETON);
      bind(KnowledgeBaseRepository.class).to(SqlKnowledgeBaseRepository.class).in(Scopes.SINGLETON);
      bind(DocumentLedger.class).to(SqlDocumentLedger.class).in(Scopes.SINGLETON);
      bind(WorkQueue.class).to(SqlWorkQueue.class).in(Scopes.SINGLETON);
      bind(Checkpoints.class).to(SqlCheckpoints.class).in(Scopes.SINGLETON);
      bind(DeadLetters.class).to(SqlDeadLetters.class).in(Scopes.SINGLETON);
      bind(ScheduleRepository.class).to(SqlScheduleRepository.class).in(Scopes.SINGLETON);
      bind(TokenRepository.class).to(SqlTokenRepository.class).in(Scopes.SINGLETON);
      expose(ManagedResource.class).annotatedWith(DATABASE);
      expose(JobRepository.class);
      expose(KnowledgeBaseRepository.class);
      expose(DocumentLedger.class);
      expose(WorkQueue.class);
      expose(Checkpoints.class);
      expose(DeadLetters.class);
      expose(ScheduleRepository.class);
      expose(TokenRepository.class);
    }
  }
}
