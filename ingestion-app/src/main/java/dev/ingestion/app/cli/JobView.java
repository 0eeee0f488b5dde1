package dev.ingestion.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DocumentProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job as {@code --json} shows it: times in ISO-8601, durations in seconds. */
record JobView(
    String kbId,
    String jobId,
    String source,
    String status,
    boolean stopping,
    String phase,
    int priority,
    DocumentCounts documents,
    ChunkCounts chunks,
    double rate,
    @Nullable Double eta,
    @Nullable String waiting,
    @Nullable ErrorView error,
    List<ProblemView> problems,
    String createdAt,
    @Nullable String startedAt,
    @Nullable String completedAt,
    double elapsed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<EventView> events,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ScheduleView schedule) {

  static JobView of(IngestionState state, List<DocumentProblem> problems) {
    return of(state, problems, null);
  }

  /** A job with what happened to it. */
  static JobView past(IngestionState state, List<JobEvent> events) {
    return of(state, List.of(), events.stream().map(EventView::of).toList());
  }

  private static JobView of(
      IngestionState state, List<DocumentProblem> problems, @Nullable List<EventView> events) {
    return new JobView(
        state.kb().value(),
        state.job().value(),
        state.source().value(),
        state.status().name(),
        state.stopping(),
        state.phase().name(),
        state.priority().value(),
        state.documents(),
        state.chunks(),
        Math.round(state.rate() * 100) / 100.0,
        state.eta() == null ? null : seconds(state.eta()),
        state.waiting(),
        state.error() == null
            ? null
            : new ErrorView(state.error().code().name(), state.error().message()),
        problems.stream().map(ProblemView::of).toList(),
        state.createdAt().toString(),
        text(state.startedAt()),
        text(state.completedAt()),
        seconds(state.elapsed()),
        events,
        null);
  }

  /** The same job with the schedule of its source. */
  JobView scheduled(ScheduleView with) {
    return new JobView(
        kbId,
        jobId,
        source,
        status,
        stopping,
        phase,
        priority,
        documents,
        chunks,
        rate,
        eta,
        waiting,
        error,
        problems,
        createdAt,
        startedAt,
        completedAt,
        elapsed,
        events,
        with);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  record EventView(String at, String kind, @Nullable String status, String node, String reason) {
    static EventView of(JobEvent event) {
      JobStatus status = event.status();
      return new EventView(
          event.at().toString(),
          event.kind().name(),
          status == null ? null : status.name(),
          event.node(),
          event.reason());
    }
  }

  record ErrorView(String code, String message) {}

  record ProblemView(String document, String reason, String code) {
    static ProblemView of(DocumentProblem problem) {
      return new ProblemView(problem.document().path(), problem.reason(), problem.code().name());
    }
  }
}
