package dev.ingestion.workers.simulation;

import static dev.ingestion.workers.simulation.Violation.unless;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.workers.simulation.Contents.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One life of a knowledge base, decided by a seed: edits, commands, crashes, and the same commands
 * again; then calm, in which everything has to come right. In half of the lives another knowledge
 * base is worked on at the same time.
 */
final class Schedule {
  static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  static final KnowledgeBaseId NEIGHBOUR = new KnowledgeBaseId("neighbour");

  private static final int MOST_ATTEMPTS = 4;

  private final long seed;
  private final Choices choices;
  private final Scheduler scheduler;
  private final World world;
  private final Operator operator;
  private final boolean hasNeighbour;

  Schedule(long seed, Defect defect) {
    this.seed = seed;
    this.choices = new Choices(seed);
    this.scheduler = new Scheduler(choices);
    this.world = new World(scheduler, choices, defect);
    this.operator = new Operator(scheduler, world);
    this.hasNeighbour = choices.chance(0.5);
  }

  /**
   * What became of a schedule.
   *
   * @param hash equal for schedules that took the same steps at the same times
   * @param violation null if every promise was kept
   * @param tail the last steps before a violation
   */
  record Result(
      long seed, long steps, int crashes, long hash, @Nullable Violation violation, String tail) {}

  Result run() {
    @Nullable Violation violation = null;
    try {
      turmoil();
      calm();
    } catch (Violation broken) {
      violation = broken;
    }
    operator.kill();
    return new Result(
        seed,
        scheduler.trace().steps(),
        world.crashes(),
        scheduler.trace().hash(),
        violation,
        violation == null ? "" : scheduler.trace().tail());
  }

  private void turmoil() {
    int rounds = 1 + choices.below(2);
    for (int round = 0; round < rounds; round++) {
      world.main().edit(1 + choices.below(5), choices);
      if (hasNeighbour) {
        world.neighbour().edit(1 + choices.below(5), choices);
      }
      boolean ended = false;
      for (int attempt = 0; attempt < MOST_ATTEMPTS && !ended; attempt++) {
        if (operator.running()) {
          bystanders();
          if (hasNeighbour) {
            neighbours();
          }
          ended = operator.command().map(state -> state.status().isTerminal()).orElse(false);
        }
        Node node = operator.node();
        if (node != null && (node.closing || choices.chance(0.3))) {
          operator.close();
        }
      }
    }
  }

  /** People who do something else at the same time. */
  private void bystanders() {
    Node here = operator.node();
    JobPriority priority = new JobPriority(choices.below(10));
    if (choices.chance(0.1)) {
      operator.later("cancel", aMoment(), () -> here.ingestion().cancel(KB));
    }
    if (choices.chance(0.2)) {
      operator.later("pause", aMoment(), () -> here.ingestion().pause(KB));
    }
    if (choices.chance(0.2)) {
      operator.later("resume", aMoment(), () -> here.ingestion().resume(KB));
    }
    if (choices.chance(0.05)) {
      operator.later("prioritize", aMoment(), () -> here.ingestion().prioritize(KB, priority));
    }
    if (choices.chance(0.1)) {
      operator.later("impatient", aMoment(), () -> here.ingestion().start(world.main().command()));
    }
    if (choices.chance(0.05)) {
      operator.later(
          "ctrl-c",
          aMoment(),
          () -> {
            here.closing = true;
            here.lifecycle().close();
          });
    }
  }

  /** Whoever works on the other knowledge base. */
  private void neighbours() {
    Node here = operator.node();
    Base neighbour = world.neighbour();
    JobPriority priority = new JobPriority(choices.below(10));
    if (choices.chance(0.8)) {
      operator.later(
          "neighbour",
          aMoment(),
          () -> {
            neighbour.invariants().commandGiven();
            here.ingestion().start(neighbour.command());
          });
    }
    if (choices.chance(0.2)) {
      operator.later("neighbour's pause", aMoment(), () -> here.ingestion().pause(NEIGHBOUR));
    }
    if (choices.chance(0.1)) {
      operator.later("neighbour's cancel", aMoment(), () -> here.ingestion().cancel(NEIGHBOUR));
    }
    if (choices.chance(0.2)) {
      operator.later(
          "neighbour's urgency", aMoment(), () -> here.ingestion().prioritize(NEIGHBOUR, priority));
    }
  }

  private Duration aMoment() {
    return Duration.ofMillis(choices.below(choices.chance(0.5) ? 100 : 3_000));
  }

  private void calm() {
    choices.calmDown();
    scheduler.pass(Node.LEASE.multipliedBy(4)); // longer than anybody is frozen
    operator.rest();
    Node node = operator.node();
    if (node != null && (node.closing || choices.chance(0.5))) {
      operator.close();
    }
    comesRight(world.main());
    if (hasNeighbour) {
      operator.rest(); // a new process may have taken its job up
      comesRight(world.neighbour());
    }
    world.model().forget();
    requireNoWork(completes(world.main(), "third"));
    verify(operator.node(), world.main());
    if (hasNeighbour) {
      verify(operator.node(), world.neighbour());
    }
    operator.close();
  }

  private void comesRight(Base base) {
    completes(base, "first");
    completes(base, "second"); // tries once more what failed for a reason that may pass
    Map<String, String> found = base.found();
    Map<String, String> expected = base.truth().expected(found);
    unless(found.equals(expected), "P2: of %s is found %s and not %s", base.kb(), found, expected);
  }

  private IngestionState completes(Base base, String which) {
    unless(operator.running(), "With the faults over a process does not start");
    boolean unfinished = base.stored().hasJobToRun();
    IngestionState state =
        operator
            .command(base)
            .or(() -> commandAfterOneThatWentOn(base, unfinished))
            .orElseThrow(
                () ->
                    new Violation("P6: the %s job of %s did not run".formatted(which, base.kb())));
    unless(
        state.status() == JobStatus.COMPLETED,
        "P6: with the faults over the %s job of %s is %s: %s",
        which,
        base.kb(),
        state.status(),
        state.error());
    return state;
  }

  /**
   * A command is rightly refused by a job that was left aside and went on by itself just then;
   * given again, after the end of that job, it is not.
   */
  private Optional<IngestionState> commandAfterOneThatWentOn(Base base, boolean unfinished) {
    boolean wentOn = unfinished && !base.stored().hasJobToRun();
    return wentOn ? operator.command(base) : Optional.empty();
  }

  /** Nothing had changed when this job began. */
  private void requireNoWork(IngestionState state) {
    Truth truth = world.truth();
    unless(
        world.model().embedded().stream().allMatch(truth::isOfFailing),
        "P9: nothing has changed, and %s was embedded",
        world.model().embedded());
    var counts = state.documents();
    unless(
        counts.seen() == truth.documents()
            && counts.unchanged() == truth.count(Kind.GOOD)
            && counts.skipped() == truth.count(Kind.SKIPPED)
            && counts.failed() == truth.count(Kind.FAILED)
            && counts.indexed() == 0,
        "P3: counted %s",
        counts);
  }

  private void verify(Node here, Base base) {
    boolean verified =
        operator.onThreadOf(
            here,
            "verify",
            () -> {
              var report = here.verification().verify(base.kb());
              unless(report.clean(), "P3: verify finds of %s %s", base.kb(), report);
            });
    unless(verified, "P3: with the faults over the index cannot be verified");
  }
}
