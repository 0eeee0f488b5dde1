package dev.ingestion.workers.schedule;

import com.google.inject.AbstractModule;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.ingestion.ports.in.FollowService;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.out.CronExpressions;
import dev.ingestion.ports.out.SourceWatcher;
import dev.ingestion.workers.runtime.MachineThreads;
import dev.ingestion.workers.runtime.Threads;
import java.util.List;

/** Schedules on top of the engine's use cases. */
public final class ScheduleModule extends AbstractModule {
  @Override
  protected void configure() {
    install(new Internals());
    // Declared here as well, so that no watcher at all and no reader of cron expressions are no
    // error.
    MapBinder.newMapBinder(binder(), String.class, SourceWatcher.class);
    OptionalBinder.newOptionalBinder(binder(), CronExpressions.class);
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      for (Class<?> shared :
          List.of(
              Bell.class,
              DefaultScheduleService.class,
              FollowedSchedules.class,
              Followers.class,
              MachineThreads.class,
              NextRuns.class,
              PastRuns.class,
              ScheduledRuns.class,
              Scheduler.class)) {
        bind(shared).in(Scopes.SINGLETON);
      }
      bind(Threads.class).to(MachineThreads.class);
      bind(ScheduleService.class).to(DefaultScheduleService.class);
      bind(FollowService.class).to(Followers.class);
      expose(ScheduleService.class);
      expose(FollowService.class);
      expose(Scheduler.class);
    }
  }
}
