package dev.ingestion.adapters.cron;

import com.google.inject.AbstractModule;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import dev.ingestion.ports.out.CronExpressions;

/** Reads cron expressions. */
public final class CronModule extends AbstractModule {
  @Override
  protected void configure() {
    install(new Internals());
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(CronExpressions.class).to(UnixCronExpressions.class).in(Scopes.SINGLETON);
      expose(CronExpressions.class);
    }
  }
}
