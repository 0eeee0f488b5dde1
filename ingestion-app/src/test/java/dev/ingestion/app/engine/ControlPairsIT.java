package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.app.engine.ControlledJob.Stage;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every control call in every state, and every pair of them at the same moment, does what one of
 * the two orders would.
 */
@Timeout(120)
class ControlPairsIT {
  private static final JobPriority URGENT = new JobPriority(8);

  @TempDir Path temp;

  /** A control call, and what it makes of a job by the documentation; empty if it is refused. */
  private enum Call {
    PAUSE((ingestion, job) -> ingestion.pause(KB)) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case RUNNING, PAUSING -> Optional.of(Stage.PAUSING);
          case PAUSED -> Optional.of(Stage.PAUSED);
          case PENDING, CANCELING, FAILED, COMPLETED, CANCELED -> Optional.empty();
        };
      }
    },
    RESUME((ingestion, job) -> ingestion.resume(KB)) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case PENDING -> Optional.of(Stage.PENDING);
          case RUNNING, PAUSING, PAUSED -> Optional.of(Stage.RUNNING);
          case FAILED -> Optional.of(Stage.FAILED); // for the same reason again
          case CANCELING, COMPLETED, CANCELED -> Optional.empty();
        };
      }
    },
    CANCEL((ingestion, job) -> ingestion.cancel(KB)) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case RUNNING, PAUSING, CANCELING -> Optional.of(Stage.CANCELING);
          case PENDING, PAUSED, FAILED, CANCELED -> Optional.of(Stage.CANCELED);
          case COMPLETED -> Optional.empty();
        };
      }
    },
    PRIORITIZE((ingestion, job) -> ingestion.prioritize(KB, URGENT)) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case PENDING, RUNNING, PAUSING, CANCELING, PAUSED, FAILED -> Optional.of(stage);
          case COMPLETED, CANCELED -> Optional.empty();
        };
      }
    },
    START((ingestion, job) -> job.start()) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case PAUSED, COMPLETED, CANCELED -> Optional.of(Stage.RUNNING);
          case FAILED -> Optional.of(Stage.FAILED); // for the same reason again
          case PENDING, RUNNING, PAUSING, CANCELING -> Optional.empty();
        };
      }

      @Override
      void requireRefusal(IngestionException refusal, ControlledJob job) {
        assertThat(refusal.code()).isEqualTo(ErrorCode.JOB_ACTIVE);
        assertThat(job.bench.ingestion().history(KB, 2))
            .as("one of them is named: %s", refusal.getMessage())
            .anyMatch(known -> refusal.getMessage().contains(known.job().value()));
      }
    };

    private final BiConsumer<IngestionService, ControlledJob> call;

    Call(BiConsumer<IngestionService, ControlledJob> call) {
      this.call = call;
    }

    abstract Optional<Stage> from(Stage stage);

    void requireRefusal(IngestionException refusal, ControlledJob job) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.ILLEGAL_TRANSITION);
    }

    /** Whether it was taken rather than refused. */
    boolean on(ControlledJob job) {
      try {
        call.accept(job.bench.ingestion(), job);
        return true;
      } catch (IngestionException e) {
        requireRefusal(e, job);
        return false;
      }
    }
  }

  /**
   * What a job comes to when nothing holds it up any more.
   *
   * @param first in which it was found: what failed has nothing left to read
   */
  private static JobStatus rest(Stage first, Stage stage) {
    return switch (stage) {
      case RUNNING -> first == Stage.FAILED ? JobStatus.FAILED : JobStatus.COMPLETED;
      case PENDING, COMPLETED -> JobStatus.COMPLETED;
      case PAUSING, PAUSED -> JobStatus.PAUSED;
      case CANCELING, CANCELED -> JobStatus.CANCELED;
      case FAILED -> JobStatus.FAILED;
    };
  }

  static Stream<Arguments> callsInEveryStage() {
    return Stream.of(Stage.values())
        .flatMap(stage -> Stream.of(Call.values()).map(call -> Arguments.of(stage, call)));
  }

  @ParameterizedTest
  @MethodSource("callsInEveryStage")
  void aCallDoesWhatIsDocumented(Stage stage, Call call) {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(stage);
      Optional<Stage> expected = call.from(stage);

      assertThat(call.on(job)).isEqualTo(expected.isPresent());
      job.gate.letAllThrough();

      IngestionState end = job.atRest();
      assertThat(end.status()).isEqualTo(rest(stage, expected.orElse(stage)));
      assertThat(end.priority().equals(URGENT))
          .isEqualTo(call == Call.PRIORITIZE && expected.isPresent());
      assertThat(job.bench.verify().clean()).isTrue();
    }
  }

  static Stream<Arguments> pairsInEveryStage() {
    return callsInEveryStage()
        .flatMap(
            one ->
                Stream.of(Call.values())
                    .filter(two -> two.ordinal() >= ((Call) one.get()[1]).ordinal())
                    .map(two -> Arguments.of(one.get()[0], one.get()[1], two)));
  }

  @ParameterizedTest
  @MethodSource("pairsInEveryStage")
  void twoCallsAtTheSameMomentDoWhatOneOfTheirOrdersWould(Stage stage, Call one, Call two)
      throws Exception {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(stage);

      atTheSameMoment(() -> one.on(job), () -> two.on(job));
      job.gate.letAllThrough();

      IngestionState end = job.atRest();
      assertThat(end.status()).as("%s", end.error()).isIn(outcomes(stage, one, two));
      assertThat(job.bench.verify().clean()).isTrue();
    }
  }

  @RepeatedTest(25)
  void aPauseAndAResumeAtTheSameMomentLoseNothing() throws Exception {
    twoCallsAtTheSameMomentDoWhatOneOfTheirOrdersWould(Stage.RUNNING, Call.PAUSE, Call.RESUME);
  }

  @Test
  void aStartDuringAStartIsAConflictThatNamesTheRunningJob() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.RUNNING);
      String running = job.state().job().value();

      assertThatThrownBy(job::start)
          .hasMessageContainingAll("has job " + running + " (running)", "Wait until it has ended")
          .isInstanceOfSatisfying(
              IngestionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_ACTIVE));
      job.gate.letAllThrough();

      assertThat(job.atRest().job().value()).isEqualTo(running);
      assertThat(job.bench.ingestion().history(KB, 2)).hasSize(1);
    }
  }

  @RepeatedTest(10)
  void ofTwoStartsAtTheSameMomentOneMakesTheJobAndTheOtherIsToldOfIt() throws Exception {
    try (ControlledJob job = new ControlledJob(temp)) {
      List<Boolean> taken = atTheSameMoment(() -> Call.START.on(job), () -> Call.START.on(job));
      job.gate.letAllThrough();

      assertThat(taken).containsExactlyInAnyOrder(true, false);
      assertThat(job.atRest().status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(job.bench.ingestion().history(KB, 2)).hasSize(1);
    }
  }

  private static Set<JobStatus> outcomes(Stage stage, Call one, Call two) {
    Set<JobStatus> outcomes =
        EnumSet.of(
            rest(stage, then(then(stage, one), two)), rest(stage, then(then(stage, two), one)));
    if (stage == Stage.FAILED && one == Call.PAUSE && (two == Call.RESUME || two == Call.START)) {
      outcomes.add(JobStatus.PAUSED); // the pause met the job before it failed again
    }
    return outcomes;
  }

  private static Stage then(Stage stage, Call call) {
    return call.from(stage).orElse(stage);
  }

  private static List<Boolean> atTheSameMoment(Callable<Boolean> one, Callable<Boolean> two)
      throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Boolean>> calls =
          Stream.of(one, two)
              .<Callable<Boolean>>map(
                  call ->
                      () -> {
                        barrier.await();
                        return call.call();
                      })
              .toList();
      List<Boolean> taken = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(calls)) {
        taken.add(result.get());
      }
      return taken;
    } finally {
      threads.shutdown();
    }
  }
}
