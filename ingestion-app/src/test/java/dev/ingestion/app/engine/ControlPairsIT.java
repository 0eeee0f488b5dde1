package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.ControlledJob.Stage;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.ports.in.IngestionService;
import java.nio.file.Path;
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
  @TempDir Path temp;

  /** A control call, and what it makes of a job by the documentation; empty if it is refused. */
  private enum Call {
    PAUSE(IngestionService::pause) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case RUNNING, PAUSING -> Optional.of(Stage.PAUSING);
          case PAUSED -> Optional.of(Stage.PAUSED);
          case PENDING, CANCELING, FAILED, COMPLETED, CANCELED -> Optional.empty();
        };
      }
    },
    RESUME(IngestionService::resume) {
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
    CANCEL(IngestionService::cancel) {
      @Override
      Optional<Stage> from(Stage stage) {
        return switch (stage) {
          case RUNNING, PAUSING, CANCELING -> Optional.of(Stage.CANCELING);
          case PENDING, PAUSED, FAILED, CANCELED -> Optional.of(Stage.CANCELED);
          case COMPLETED -> Optional.empty();
        };
      }
    };

    private final BiConsumer<IngestionService, KnowledgeBaseId> call;

    Call(BiConsumer<IngestionService, KnowledgeBaseId> call) {
      this.call = call;
    }

    abstract Optional<Stage> from(Stage stage);

    /** Whether it was taken rather than refused. */
    boolean on(ControlledJob job) {
      try {
        call.accept(job.bench.ingestion(), KB);
        return true;
      } catch (StateTransitionException e) {
        return false;
      }
    }
  }

  /** What a job in this stage comes to when nothing holds it up any more. */
  private static JobStatus rest(Stage stage) {
    return switch (stage) {
      case PENDING, RUNNING, COMPLETED -> JobStatus.COMPLETED;
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

      assertThat(job.atRest().status()).isEqualTo(rest(expected.orElse(stage)));
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

  private static Set<JobStatus> outcomes(Stage stage, Call one, Call two) {
    Set<JobStatus> outcomes =
        EnumSet.of(rest(then(then(stage, one), two)), rest(then(then(stage, two), one)));
    if (stage == Stage.FAILED && EnumSet.of(one, two).equals(EnumSet.of(Call.PAUSE, Call.RESUME))) {
      outcomes.add(JobStatus.PAUSED); // the pause met the resumed job before it failed again
    }
    return outcomes;
  }

  private static Stage then(Stage stage, Call call) {
    return call.from(stage).orElse(stage);
  }

  private static void atTheSameMoment(Callable<Boolean> one, Callable<Boolean> two)
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
      for (Future<Boolean> result : threads.invokeAll(calls)) {
        result.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
