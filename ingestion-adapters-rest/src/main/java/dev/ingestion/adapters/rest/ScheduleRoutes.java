package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.SettingsService.Given;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.view.ScheduleView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When sources are ingested again by themselves. */
final class ScheduleRoutes implements Routes {
  private static final String SCHEDULES = ONE + "/schedules";
  private static final String SCHEDULE = SCHEDULES + "/{source}";

  private final ScheduleService schedules;
  private final SettingsService settings;
  private final Input input;

  @Inject
  ScheduleRoutes(ScheduleService schedules, SettingsService settings, Input input) {
    this.schedules = schedules;
    this.settings = settings;
    this.input = input;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(SCHEDULES, this::list, Access.READ);
    routes.get(SCHEDULE, this::show, Access.READ);
    routes.put(SCHEDULE, this::keep, Access.OPERATE);
    routes.delete(SCHEDULE, this::remove, Access.OPERATE);
    routes.post(SCHEDULE + "/pause", this::pause, Access.OPERATE);
    routes.post(SCHEDULE + "/resume", this::resume, Access.OPERATE);
  }

  /** One a source at most, and sources are few: they are looked up at once and shown in pages. */
  private void list(Context context) {
    Query query = Query.ofList(context);
    int limit = query.limit();
    String after = query.cursor();
    List<ScheduleView> found =
        schedules.list(Input.kb(context)).stream()
            .map(ScheduleView::of)
            .filter(schedule -> after == null || schedule.source().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    Page<ScheduleView> page = Page.of(found, limit, ScheduleView::source, schedule -> schedule);
    context.json(new Schedules(page.items(), page.next()));
  }

  private void show(Context context) {
    Query.of(context);
    context.json(ScheduleView.of(schedules.show(Input.kb(context), Input.source(context))));
  }

  private void keep(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    SourceName source = Input.source(context);
    ScheduleBody body = input.body(context, ScheduleBody.class);
    Given given = new Given(source, null, null, null, null, body.urgency(), false);
    StartIngestion command = settings.command(kb, given);
    boolean watch = Boolean.TRUE.equals(body.watch());
    Entry kept = schedules.keep(command, body.schedule(), watch);
    context.json(ScheduleView.of(kept));
  }

  private void remove(Context context) {
    Query.of(context);
    input.noBody(context);
    schedules.remove(Input.kb(context), Input.source(context));
    context.status(204);
  }

  private void pause(Context context) {
    Query.of(context);
    input.noBody(context);
    context.json(ScheduleView.of(schedules.pause(Input.kb(context), Input.source(context))));
  }

  private void resume(Context context) {
    Query.of(context);
    input.noBody(context);
    context.json(ScheduleView.of(schedules.resume(Input.kb(context), Input.source(context))));
  }

  private record Schedules(List<ScheduleView> schedules, @Nullable String next) {}

  private record ScheduleBody(
      @Nullable Double every,
      @Nullable String cron,
      @Nullable String zone,
      @Nullable Boolean watch,
      @Nullable Integer priority) {
    @Nullable JobPriority urgency() {
      return priority == null ? null : new JobPriority(priority);
    }

    Schedule schedule() {
      if ((every == null) == (cron == null)) {
        throw invalid("A schedule has either 'every' or 'cron'");
      }
      if (every != null) {
        if (zone != null) {
          throw invalid("'zone' says whose clocks 'cron' means, and there is no 'cron'");
        }
        double limited = Math.max(-1, Math.min(every, 1e9));
        return new Every(Duration.ofMillis(Math.round(limited * 1000)));
      }
      return new Cron(cron, zone == null ? ZoneId.systemDefault() : zone(zone));
    }

    private static ZoneId zone(String name) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException e) {
        throw new IngestionException(
            ErrorCode.INVALID_ARGUMENT,
            "There is no time zone '%s': give its name, for example Europe/Berlin or UTC"
                .formatted(name),
            e);
      }
    }

    private static IngestionException invalid(String how) {
      return new IngestionException(ErrorCode.INVALID_ARGUMENT, how);
    }
  }
}
