package dev.ingestion.workers.health;

import com.google.inject.AbstractModule;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.out.HealthCheck;
import dev.ingestion.workers.runtime.MachineThreads;
import dev.ingestion.workers.runtime.Threads;
import dev.ingestion.workers.service.ModelCheck;

/** Health, by the checks of the engine and of every module that contributes one. */
public final class HealthModule extends AbstractModule {
  @Override
  protected void configure() {
    install(new Internals());
    Multibinder<HealthCheck> checks = Multibinder.newSetBinder(binder(), HealthCheck.class);
    checks.addBinding().to(DatabaseCheck.class);
    checks.addBinding().to(ModelCheck.class);
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(DatabaseCheck.class).in(Scopes.SINGLETON);
      bind(DefaultHealthService.class).in(Scopes.SINGLETON);
      bind(MachineThreads.class).in(Scopes.SINGLETON);
      bind(Threads.class).to(MachineThreads.class);
      bind(HealthService.class).to(DefaultHealthService.class);
      expose(DatabaseCheck.class);
      expose(HealthService.class);
    }
  }
}
