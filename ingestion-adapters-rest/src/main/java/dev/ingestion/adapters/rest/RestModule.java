package dev.ingestion.adapters.rest;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.in.MetricsText;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.ListeningAddress;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.ports.out.Tracing;
import java.lang.annotation.Annotation;
import java.util.List;

/** Serves the API over HTTP. */
public final class RestModule extends AbstractModule implements ConfiguredModule {
  private static final Annotation REST = Names.named("rest");

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(
        new SettingsDeclaration<>("api", RestConfig.class),
        new SettingsDeclaration<>("", AdminTokenConfig.class),
        new SettingsDeclaration<>("api", SourceRootsConfig.class),
        new SettingsDeclaration<>("api.limits", LimitsConfig.class),
        new SettingsDeclaration<>("api.rate", RateConfig.class),
        new SettingsDeclaration<>("api.session", SessionConfig.class));
  }

  @Override
  protected void configure() {
    install(new Internals());
    // Declared here as well, so that it is no error if no module keeps metrics or traces.
    OptionalBinder.newOptionalBinder(binder(), MetricsText.class);
    OptionalBinder.newOptionalBinder(binder(), Tracing.class);
    Multibinder.newSetBinder(binder(), ManagedResource.class)
        .addBinding()
        .to(Key.get(ManagedResource.class, REST));
    OptionalBinder.newOptionalBinder(binder(), ListeningAddress.class)
        .setBinding()
        .to(Key.get(ListeningAddress.class, REST));
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(RestServer.class).in(Scopes.SINGLETON);
      bind(JsonCodec.class).in(Scopes.SINGLETON);
      bind(Input.class).in(Scopes.SINGLETON);
      bind(SourceRoots.class).in(Scopes.SINGLETON);
      bind(EventLog.class).in(Scopes.SINGLETON);
      bind(EventHub.class).in(Scopes.SINGLETON);
      for (Class<?> guard :
          List.of(
              Protection.class,
              Authorization.class,
              Authenticator.class,
              LoginSessions.class,
              Browsers.class)) {
        bind(guard).in(Scopes.SINGLETON);
      }
      bind(ManagedResource.class).annotatedWith(REST).to(RestServer.class);
      bind(ListeningAddress.class).annotatedWith(REST).to(RestServer.class);
      Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
      bind(Tasks.class).in(Scopes.SINGLETON);
      for (Class<? extends Routes> kind :
          List.of(
              DescriptionRoutes.class,
              KnowledgeBaseRoutes.class,
              ControlRoutes.class,
              JobRoutes.class,
              DeadLetterRoutes.class,
              DocumentRoutes.class,
              SearchRoutes.class,
              TaskRoutes.class,
              ScheduleRoutes.class,
              RequestTraces.class,
              HealthRoutes.class,
              MetricsRoutes.class,
              EventRoutes.class,
              CommandRoutes.class,
              DashboardRoutes.class,
              SessionRoutes.class)) {
        routes.addBinding().to(kind).in(Scopes.SINGLETON);
      }
      expose(ManagedResource.class).annotatedWith(REST);
      expose(ListeningAddress.class).annotatedWith(REST);
    }
  }
}
