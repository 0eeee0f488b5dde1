package dev.ingestion.workers.runtime;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.workers.pipeline.Stage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a producer bears with a source that is away. What counts as a success is a document
 * further on than any before: a listing that always breaks off at the same place is not tried for
 * ever. Used by one thread.
 */
final class SourcePatience {
  private static final Logger log = LoggerFactory.getLogger(SourcePatience.class);

  private final JobRuntime job;
  private final Backoff backoff;
  private final ProducerPace pace;
  private @Nullable String furthest;

  SourcePatience(JobRuntime job, Backoff backoff, ProducerPace pace) {
    this.job = job;
    this.backoff = backoff;
    this.pace = pace;
  }

  /**
   * Waits until the source is to be asked again, or the job is to stop.
   *
   * @return false, and at once, if the retries are spent
   */
  boolean bears(IngestionException e) {
    Optional<Backoff.Wait> wait =
        backoff.failed(Errors.of(e), e.retryAfter().orElse(Duration.ZERO));
    wait.ifPresent(
        pause -> {
          log.warn("{}", pause.outage().reason(), e);
          job.metrics().retries(Stage.READ, e.code());
          job.waiting().source(pause.outage().reason());
          pace.pause(pause.time());
          job.waiting().source(null);
        });
    return wait.isPresent();
  }

  /** What the source has at a path was dealt with. */
  void reached(String path) {
    if (furthest == null || DocumentKey.PATH_ORDER.compare(path, furthest) > 0) {
      furthest = path;
      backoff.succeeded();
    }
  }
}
