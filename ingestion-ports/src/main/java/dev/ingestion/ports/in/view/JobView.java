package dev.ingestion.ports.in.view;

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

/**
 * A job. The keys {@code events} and {@code schedule} are there only where they are given.
 *
 * @param problems documents that are skipped or failed
 */
public record JobView(
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
    @Nullable List<EventView> events,
    @Nullable ScheduleView schedule) {

  public static JobView of(IngestionState state, List<DocumentProblem> problems) {
    return of(state, problems, null);
  }

  /** A job with what happened to it. */
  public static JobView past(IngestionState state, List<JobEvent> events) {
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
  public JobView scheduled(ScheduleView with) {
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

  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  public record EventView(
      String at, String kind, @Nullable String status, String node, String reason) {
    public static EventView of(JobEvent event) {
      JobStatus status = event.status();
      return new EventView(
          event.at().toString(),
          event.kind().name(),
          status == null ? null : status.name(),
          event.node(),
          event.reason());
    }
  }

  public record ErrorView(String code, String message) {}

  public record ProblemView(String document, String reason, String code) {
    public static ProblemView of(DocumentProblem problem) {
      return new ProblemView(problem.document().path(), problem.reason(), problem.code().name());
    }
  }
}
