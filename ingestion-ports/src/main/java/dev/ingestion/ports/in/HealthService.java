package dev.ingestion.ports.in;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the process lives, and whether it can do its work. For whoever starts, stops and routes
 * to processes.
 *
 * <p>Thread-safe. Answers within about two seconds whatever hangs, and may be asked by everybody at
 * once: an answer is kept for a second. Disturbs no job.
 */
public interface HealthService {
  /** Whether everything is there that it needs: database, index, model, disk. */
  Readiness readiness();

  /**
   * @param ready whether all checks are passed
   */
  record Readiness(boolean ready, List<Check> checks) {
    public Readiness {
      checks = List.copyOf(checks);
    }
  }

  /**
   * @param reason why it is not passed and what to do; null if it is
   */
  record Check(String name, boolean passed, @Nullable String reason) {}
}
