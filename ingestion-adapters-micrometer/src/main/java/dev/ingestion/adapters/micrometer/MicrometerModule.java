package dev.ingestion.adapters.micrometer;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.in.MetricsText;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.ports.out.Telemetry;
import java.lang.annotation.Annotation;
import java.util.List;

/** Keeps metrics while the process serves. */
public final class MicrometerModule extends AbstractModule implements ConfiguredModule {
  private static final Annotation METRICS = Names.named("metrics");

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(new SettingsDeclaration<>("", MicrometerConfig.class));
  }

  @Override
  protected void configure() {
    install(new Internals());
    Multibinder.newSetBinder(binder(), ManagedResource.class)
        .addBinding()
        .to(Key.get(ManagedResource.class, METRICS));
    OptionalBinder.newOptionalBinder(binder(), Telemetry.class)
        .setBinding()
        .to(Key.get(Telemetry.class, METRICS));
    OptionalBinder.newOptionalBinder(binder(), MetricsText.class)
        .setBinding()
        .to(Key.get(MetricsText.class, METRICS));
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(MicrometerTelemetry.class).in(Scopes.SINGLETON);
      bind(MetricsServer.class).in(Scopes.SINGLETON);
      bind(ManagedResource.class).annotatedWith(METRICS).to(MetricsServer.class);
      bind(Telemetry.class).annotatedWith(METRICS).to(MicrometerTelemetry.class);
      bind(MetricsText.class).annotatedWith(METRICS).to(MetricsServer.class);
      expose(ManagedResource.class).annotatedWith(METRICS);
      expose(Telemetry.class).annotatedWith(METRICS);
      expose(MetricsText.class).annotatedWith(METRICS);
    }
  }
}
