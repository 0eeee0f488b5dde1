package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.ScheduleService.Kept;
import dev.ingestion.ports.in.ScheduleService.Unreadable;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    header = "Stays, offers the API and runs the schedules of all knowledge bases.",
    description = {
      "Goes on with jobs that were cut off, runs what is due, follows folders whose schedule says"
          + " so,",
      "and takes the commands of other processes on the same data root. A run that was missed"
          + " while",
      "nobody served is made up for once. Ctrl-C and SIGTERM end it; jobs are kept."
    },
    footer = {"%nExample:", "  ingestion ingest docs --kb handbook --every 15m && ingestion serve"})
final class ServeCommand extends ServiceCommand {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Listen at this address; otherwise ingestion.api.host.")
  @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Listen at this port, 0 for any; otherwise ingestion.api.port.")
  @Nullable Integer port;

  @Mixin JsonOption json = new JsonOption();

  ServeCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  boolean servesOthers() {
    return true;
  }

  @Override
  boolean needsToOwn() {
    return true;
  }

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (host != null) {
      settings.put(ServerSettings.HOST, host);
    }
    if (port != null) {
      settings.put(ServerSettings.PORT, port.toString());
    }
    return settings;
  }

  @Override
  int run(Services services) {
    int jobs = services.ingestion().takeUp().size();
    platform().serve();
    tellReady(jobs, services.schedules().list());
    try {
      platform().awaitInterruption();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.INTERRUPTED;
  }

  private void tellReady(int jobs, List<Kept> schedules) {
    @Nullable ScheduledSource first = first(schedules);
    @Nullable String url = platform().url().map(URI::toString).orElse(null);
    if (json()) {
      Instant next = first == null ? null : first.nextRun();
      Json.print(
          terminal().out(),
          new ReadyView(
              ProcessHandle.current().pid(),
              url,
              jobs,
              schedules.size(),
              next == null ? null : next.toString()));
    } else {
      terminal()
          .out()
          .println(
              "Ready as process %d%s: %s to go on with, %s%s. Ctrl-C ends it."
                  .formatted(
                      ProcessHandle.current().pid(),
                      url == null ? "" : " at " + url,
                      Words.count(jobs, "job"),
                      schedules(schedules),
                      first == null ? "" : ", next run " + ScheduleWords.nextRun(first)));
    }
    terminal().out().flush();
  }

  private static String schedules(List<Kept> schedules) {
    long unreadable = schedules.stream().filter(Unreadable.class::isInstance).count();
    return Words.count(schedules.size(), "schedule")
        + (unreadable == 0
            ? ""
            : " (%s unreadable: see 'ingestion schedule list')".formatted(Words.count(unreadable)));
  }

  private static @Nullable ScheduledSource first(List<Kept> schedules) {
    return schedules.stream()
        .filter(Entry.class::isInstance)
        .map(kept -> ((Entry) kept).scheduled())
        .filter(schedule -> !schedule.paused())
        .min((one, other) -> one.nextRun().compareTo(other.nextRun()))
        .orElse(null);
  }

  @Override
  void tellInterrupted() {
    terminal().err().println("\nEnding. Jobs are kept, and go on with the next 'ingestion serve'.");
  }

  private record ReadyView(
      long pid, @Nullable String url, int jobs, int schedules, @Nullable String nextRun) {}
}
