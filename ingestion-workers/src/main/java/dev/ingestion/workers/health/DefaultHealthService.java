package dev.ingestion.workers.health;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.out.HealthCheck;
import dev.ingestion.workers.runtime.Threads;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every check made by a thread of its own, and does not wait long for any. A check that hangs
 * is not begun again before it has come back, so it costs one thread, however often it is asked.
 */
final class DefaultHealthService implements HealthService {
  private static final Logger log = LoggerFactory.getLogger(DefaultHealthService.class);

  static final Duration PATIENCE = Duration.ofSeconds(2);
  static final Duration KEPT = Duration.ofSeconds(1);

  private final List<Checking> checks;
  private final Threads threads;
  private @Nullable Readiness last;
  private long lastNanos;

  @Inject
  DefaultHealthService(Set<HealthCheck> checks, Threads threads) {
    this.checks =
        checks.stream().sorted(Comparator.comparing(HealthCheck::name)).map(Checking::new).toList();
    this.threads = threads;
  }

  /** A check, and the thread that makes it. */
  private static final class Checking {
    private final HealthCheck check;
    private Threads.@Nullable Worker worker;
    private volatile Check result;

    Checking(HealthCheck check) {
      this.check = check;
      this.result = failed("It was not made yet");
    }

    void begin(Threads threads) {
      if (worker == null || worker.join(Duration.ZERO)) {
        worker = threads.start("health " + check.name(), this::make);
      }
    }

    private void make() {
      try {
        result =
            check.problem().map(this::failed).orElseGet(() -> new Check(check.name(), true, null));
      } catch (IngestionException e) {
        result = failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error e) {
        log.error("The check of {} itself fails", check.name(), e);
        result = failed("Its check fails: " + e);
      }
    }

    Check end(Duration most) {
      return worker != null && worker.join(most)
          ? result
          : failed("It has not answered in " + Durations.inWords(PATIENCE));
    }

    private Check failed(String reason) {
      return new Check(check.name(), false, reason);
    }
  }

  @Override
  public synchronized Readiness readiness() {
    long now = threads.nanoTime();
    if (last == null || now - lastNanos >= KEPT.toNanos()) {
      last = check(now + PATIENCE.toNanos());
      lastNanos = threads.nanoTime();
    }
    return last;
  }

  private Readiness check(long deadline) {
    checks.forEach(check -> check.begin(threads));
    List<Check> results =
        checks.stream()
            .map(check -> check.end(Duration.ofNanos(Math.max(0, deadline - threads.nanoTime()))))
            .toList();
    return new Readiness(results.stream().allMatch(Check::passed), results);
  }
}
