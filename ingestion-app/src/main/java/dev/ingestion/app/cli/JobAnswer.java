package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.view.JobView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command that stays with a job prints as JSON if the process is told to end: how the job
 * stands, which is kept to be continued. Thread-safe.
 */
final class JobAnswer {
  private static final Logger log = LoggerFactory.getLogger(JobAnswer.class);

  /** How long the end of the process is put off to learn how the job stands. */
  private static final Duration MOST_FOR_STATE = Duration.ofSeconds(2);

  private volatile @Nullable Followed followed;

  private record Followed(IngestionService ingestion, JobReport report, IngestionState seen) {
    Object now() {
      return report.document(kept(ingestion.status(seen.kb()).orElse(seen)));
    }

    Object asSeen() {
      return JobView.of(kept(seen), List.of());
    }
  }

  /** From now on there is a job. */
  void follow(IngestionService ingestion, JobReport report, IngestionState started) {
    followed = new Followed(ingestion, report, started);
  }

  /** The job was seen in this state. */
  void seen(IngestionState state) {
    Followed job = followed;
    if (job != null) {
      followed = new Followed(job.ingestion(), job.report(), state);
    }
  }

  /** To be asked for before the platform is closed. A storage that hangs does not hold us up. */
  Object atInterrupt() {
    Followed job = followed;
    if (job == null) {
      return ErrorReporter.failure(
          ErrorCode.CONCURRENT_CHANGE, "Interrupted before there was a job to tell of");
    }
    return CompletableFuture.supplyAsync(job::now, JobAnswer::onThreadOfItsOwn)
        .completeOnTimeout(job.asSeen(), MOST_FOR_STATE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            e -> {
              log.warn("How the job stands cannot be read, but was seen: {}", e.toString());
              return job.asSeen();
            })
        .join();
  }

  private static void onThreadOfItsOwn(Runnable work) {
    Thread thread = new Thread(work, "interrupted");
    thread.setDaemon(true);
    thread.start();
  }

  private static IngestionState kept(IngestionState state) {
    boolean goesOn = state.status() == JobStatus.RUNNING || state.status() == JobStatus.PENDING;
    return goesOn
        ? state.waitingFor("for a process: it was interrupted; the same command continues it")
        : state;
  }
}
