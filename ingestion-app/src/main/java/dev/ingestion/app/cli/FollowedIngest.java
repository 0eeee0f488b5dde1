package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.FollowService.SourceChanges;
import dev.ingestion.ports.in.StartIngestion;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Ingests a source, and again whenever it has changed, until nobody wants that any more. */
final class FollowedIngest {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Terminal terminal;
  private final Services services;
  private final boolean json;
  private final BooleanSupplier over;
  private final Consumer<IngestionState> report;
  private String told = "";
  private volatile boolean atRest;

  /**
   * @param over whether it is to end
   * @param report told how each run has ended
   */
  FollowedIngest(
      Terminal terminal,
      Services services,
      boolean json,
      BooleanSupplier over,
      Consumer<IngestionState> report) {
    this.terminal = terminal;
    this.services = services;
    this.json = json;
    this.over = over;
    this.report = report;
  }

  /**
   * @throws IngestionException if the source cannot be followed, or the first run cannot be started
   */
  void run(StartIngestion command) {
    try (SourceChanges changes = services.following().follow(command)) {
      IngestionState first = services.ingestion().start(command);
      if (!isDone(() -> toRest(first))) {
        changes.putBack();
      }
      if (!isOver()) {
        terminal
            .err()
            .println("ingestion: Following %s; Ctrl-C ends it.".formatted(command.root()));
      }
      StartIngestion again = withoutLeave(command);
      while (!isOver()) {
        atRest = true;
        boolean changed = changes.await(BETWEEN_LOOKS) && !isOver();
        atRest = !changed;
        if (changed && !isDone(() -> runsUnlessPaused(again))) {
          changes.putBack();
        }
      }
    }
  }

  /** Whether it waits for a change, and no job of it runs. */
  boolean isAtRest() {
    return atRest;
  }

  private boolean isOver() {
    return over.getAsBoolean() || Thread.currentThread().isInterrupted();
  }

  /** Leave to delete most documents was given for what the person saw, not for what is to come. */
  private static StartIngestion withoutLeave(StartIngestion command) {
    return new StartIngestion(
        command.kb(),
        command.pipeline(),
        command.source(),
        command.root(),
        command.include(),
        command.exclude(),
        command.hidden(),
        false,
        command.priority());
  }

  /**
   * @return false if it is paused: a start would resume what somebody wants to rest
   */
  private boolean runsUnlessPaused(StartIngestion command) {
    boolean paused =
        services
            .ingestion()
            .status(command.kb())
            .filter(state -> state.status() == JobStatus.PAUSED)
            .isPresent();
    if (!paused) {
      toRest(services.ingestion().start(command));
    }
    return !paused;
  }

  /**
   * @return false if something is in the way for the time being, so that it is to be tried again
   */
  private boolean isDone(BooleanSupplier run) {
    try {
      boolean done = run.getAsBoolean();
      if (done) {
        told = "";
      }
      return done;
    } catch (IngestionException e) {
      if (over.getAsBoolean()) {
        throw e;
      } else if (e.code().isInTheWay()) {
        return false;
      }
      boolean passing = e.category() == ErrorCategory.TRANSIENT;
      String reason = e.code() + String.valueOf(e.getMessage());
      if (!passing || !reason.equals(told)) {
        new ErrorReporter(terminal).report(e, json, null);
      }
      told = reason; // what is tried again and again fails again and again for the same reason
      return !passing;
    }
  }

  private boolean toRest(IngestionState started) {
    IngestionState end = new JobWatch(terminal, services.ingestion(), over).toRest(started);
    if (!over.getAsBoolean()) {
      report.accept(end);
      terminal.out().flush();
    }
    return true;
  }
}
