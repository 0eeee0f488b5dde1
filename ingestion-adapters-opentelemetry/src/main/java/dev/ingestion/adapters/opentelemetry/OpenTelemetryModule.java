package dev.ingestion.adapters.opentelemetry;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.ports.out.Tracing;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;

/** Sends spans of what is done to a collector. */
public final class OpenTelemetryModule extends AbstractModule implements ConfiguredModule {
  private static final Annotation TRACES = Names.named("traces");

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(new SettingsDeclaration<>("tracing", TracingConfig.class));
  }

  @Override
  protected void configure() {
    install(new Internals());
    Multibinder.newSetBinder(binder(), ManagedResource.class)
        .addBinding()
        .to(Key.get(ManagedResource.class, TRACES));
    OptionalBinder.newOptionalBinder(binder(), Tracing.class)
        .setBinding()
        .to(Key.get(Tracing.class, TRACES));
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(new TypeLiteral<Map<String, String>>() {})
          .annotatedWith(Environment.class)
          .toInstance(System.getenv());
      bind(OnDemandTracing.class).in(Scopes.SINGLETON);
      bind(ManagedResource.class).annotatedWith(TRACES).to(OnDemandTracing.class);
      bind(Tracing.class).annotatedWith(TRACES).to(OnDemandTracing.class);
      expose(ManagedResource.class).annotatedWith(TRACES);
      expose(Tracing.class).annotatedWith(TRACES);
    }
  }
}
