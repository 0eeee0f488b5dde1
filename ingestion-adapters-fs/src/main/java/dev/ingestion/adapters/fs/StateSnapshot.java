package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.SourceSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobSnapshot} in the form in which it is stored: the names of the command line's JSON,
 * times in ISO-8601, durations in seconds.
 *
 * @param pipeline null in format 1
 * @param sources null in format 1
 */
record StateSnapshot(
    String kbId,
    String jobId,
    String source,
    String root,
    @Nullable Integer priority,
    JobStatus status,
    JobPhase phase,
    long version,
    boolean stopping,
    DocumentCounts documents,
    ChunkCounts chunks,
    double rate,
    @Nullable BigDecimal eta,
    @Nullable String waiting,
    @Nullable Failure error,
    String createdAt,
    @Nullable String startedAt,
    @Nullable String completedAt,
    String updatedAt,
    BigDecimal elapsed,
    @Nullable String pipeline,
    @Nullable List<Source> sources) {
  /** The one pipeline that there was when format 1 was written. */
  private static final String FIRST_PIPELINE = "documents";

  record Failure(ErrorCode code, String message) {}

  record Source(
      String name,
      String kind,
      String root,
      List<String> include,
      List<String> exclude,
      boolean hidden) {
    static Source of(SourceSettings settings) {
      return new Source(
          settings.name().value(),
          settings.kind(),
          settings.root(),
          settings.include(),
          settings.exclude(),
          settings.hidden());
    }

    SourceSettings toSettings() {
      return new SourceSettings(new SourceName(name), kind, root, include, exclude, hidden);
    }
  }

  static StateSnapshot of(JobSnapshot snapshot) {
    IngestionState state = snapshot.state();
    JobError error = state.error();
    return new StateSnapshot(
        state.kb().value(),
        state.job().value(),
        state.source().value(),
        state.root(),
        state.priority().value(),
        state.status(),
        state.phase(),
        state.version(),
        state.stopping(),
        state.documents(),
        state.chunks(),
        state.rate(),
        seconds(state.eta()),
        state.waiting(),
        error == null ? null : new Failure(error.code(), error.message()),
        state.createdAt().toString(),
        text(state.startedAt()),
        text(state.completedAt()),
        state.updatedAt().toString(),
        exactSeconds(state.elapsed()),
        snapshot.pipeline(),
        snapshot.sources().stream().map(Source::of).toList());
  }

  JobSnapshot toSnapshot() {
    return new JobSnapshot(
        toState(),
        pipeline == null ? FIRST_PIPELINE : pipeline,
        sources == null ? List.of() : sources.stream().map(Source::toSettings).toList());
  }

  private IngestionState toState() {
    return new IngestionState(
        new KnowledgeBaseId(kbId),
        new JobId(jobId),
        new SourceName(source),
        root,
        priority == null ? JobPriority.DEFAULT : new JobPriority(priority),
        status,
        phase,
        version,
        stopping,
        documents,
        chunks,
        rate,
        eta == null ? null : duration(eta),
        waiting,
        error == null ? null : new JobError(error.code(), error.message()),
        Instant.parse(createdAt),
        instant(startedAt),
        instant(completedAt),
        Instant.parse(updatedAt),
        duration(elapsed));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable BigDecimal seconds(@Nullable Duration duration) {
    return duration == null ? null : exactSeconds(duration);
  }

  private static BigDecimal exactSeconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }

  private static Duration duration(BigDecimal seconds) {
    BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].movePointRight(9).longValue());
  }
}
