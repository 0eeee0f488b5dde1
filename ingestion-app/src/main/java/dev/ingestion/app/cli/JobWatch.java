package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.IngestionService;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Shows how a job comes on until it is at rest, or nobody wants to see it any more. */
final class JobWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Terminal terminal;
  private final IngestionService ingestion;
  private final BooleanSupplier interrupted;
  private final Consumer<IngestionState> seen;

  JobWatch(Terminal terminal, IngestionService ingestion, BooleanSupplier interrupted) {
    this(terminal, ingestion, interrupted, state -> {});
  }

  /**
   * @param seen told each state
   */
  JobWatch(
      Terminal terminal,
      IngestionService ingestion,
      BooleanSupplier interrupted,
      Consumer<IngestionState> seen) {
    this.terminal = terminal;
    this.ingestion = ingestion;
    this.interrupted = interrupted;
    this.seen = seen;
  }

  /**
   * A state that cannot be read now is read later, as long as the job is worked on here.
   *
   * @return the state at the end, or when interrupted
   * @throws IngestionException if nothing works on the job here any more and its state cannot be
   *     read
   */
  IngestionState toRest(IngestionState started) {
    IngestionState state = started;
    try (Progress progress = Progress.on(terminal)) {
      boolean working = true;
      while (working && !interrupted.getAsBoolean()) {
        long asked = System.nanoTime();
        try {
          state = ingestion.await(started.kb(), BETWEEN_LOOKS);
          seen.accept(state);
          // An answer before its time says that no thread works on the job any more.
          working = System.nanoTime() - asked >= BETWEEN_LOOKS.toNanos();
        } catch (IngestionException e) {
          if (e.category() != ErrorCategory.TRANSIENT || !ingestion.isAtWork(started.kb())) {
            throw e;
          }
        }
        if (working) {
          progress.show(state);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return state;
  }
}
