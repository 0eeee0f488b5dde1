package dev.ingestion.workers;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.workers.health.HealthModule;
import dev.ingestion.workers.runtime.EngineGauges;
import dev.ingestion.workers.runtime.LifecycleManager;
import dev.ingestion.workers.schedule.ScheduleModule;
import dev.ingestion.workers.schedule.Scheduler;
import dev.ingestion.workers.service.EngineModule;
import dev.ingestion.workers.service.LostDatabase;
import java.util.List;

/**
 * The engine. Needs, from other modules: the ports of the database, the map bindings of sources,
 * parsers, models, indexes, pipelines and watchers by name, one {@code PersistenceStore}, a {@code
 * DataRoot}, a {@code Node}, an {@code InstantSource}, each of the {@link #settings}, and a {@code
 * PerKnowledgeBase} of {@link RetryConfig}. With {@code CronExpressions}, schedules may be given as
 * such; with {@code Telemetry} and {@code Tracing}, these are told what is done.
 */
public final class WorkersModule extends AbstractModule implements ConfiguredModule {
  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(
        new SettingsDeclaration<>("", WorkersConfig.class),
        new SettingsDeclaration<>("", RetryDefaults.class),
        new SettingsDeclaration<>("retry", RetryConfig.class, true),
        new SettingsDeclaration<>("queue", QueueConfig.class),
        new SettingsDeclaration<>("circuit-breaker", CircuitBreakerConfig.class),
        new SettingsDeclaration<>("chunking", ChunkingSettings.class),
        new SettingsDeclaration<>("watch", WatchConfig.class),
        new SettingsDeclaration<>("start-requests", StartRequestsConfig.class));
  }

  @Override
  protected void configure() {
    install(new EngineModule());
    install(new ScheduleModule());
    install(new HealthModule());
    OptionalBinder.newOptionalBinder(binder(), Telemetry.class)
        .setDefault()
        .toInstance(new NoTelemetry());
    OptionalBinder.newOptionalBinder(binder(), Tracing.class)
        .setDefault()
        .toInstance(new NoTracing());
    Multibinder<ManagedResource> resources =
        Multibinder.newSetBinder(binder(), ManagedResource.class);
    resources.addBinding().to(LostDatabase.class);
    resources.addBinding().to(LifecycleManager.class);
    resources.addBinding().to(EngineGauges.class);
    resources.addBinding().to(Scheduler.class);
  }
}
