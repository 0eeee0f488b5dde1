package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Interrupts, pauses and cancels a job at one moment after another, all in one process: whatever
 * that does to one job, the stores stay open for the next. {@code -Dinterrupt.moments} says at how
 * many moments, {@code -Dinterrupt.seed} at which.
 */
class InterruptionsIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration MORE_FOR_EACH = Duration.ofSeconds(4);
  private static final long HANG_MILLIS = 500;
  private static final int DOCUMENTS = 6;

  @TempDir Path temp;
  private Path folder;

  /** What is done to a job at a moment, and what it comes to if that was in time. */
  private enum Act {
    /** Whoever comes by is interrupted, also whoever calls the engine. */
    INTERRUPT(JobStatus.COMPLETED),
    PAUSE(JobStatus.PAUSED),
    CANCEL(JobStatus.CANCELED);

    private final JobStatus effect;

    Act(JobStatus effect) {
      this.effect = effect;
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
  }

  @ParameterizedTest
  @EnumSource(Act.class)
  void theStoresStayOpenAndTheJobIsCompletedWheneverItIsDone(Act act) {
    int trials = Integer.getInteger("interrupt.moments", 24);
    assertTimeoutPreemptively(
        LONGEST.plus(MORE_FOR_EACH.multipliedBy(trials)), () -> runTrials(act, trials));
  }

  private void runTrials(Act act, int trials) throws Exception {
    long seed = Long.getLong("interrupt.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<JobStatus, Integer> came = new HashMap<>();
    Path data = temp.resolve("data");
    try (Moments moments = new Moments(act != Act.INTERRUPT);
        Workbench bench =
            Workbench.open(
                data,
                new HashingEmbeddingModel(),
                moments.around(new DataRoot(data)),
                settings())) {
      Undisturbed undisturbed = liveUndisturbed(bench, moments);
      for (int i = 0; i < trials; i++) {
        int version = i % 2;
        long moment = 1 + (long) ((i + random.nextDouble()) * undisturbed.moments() / trials);
        AtomicReference<String> where = new AtomicReference<>("nowhere");
        write(version);
        moments.wait(
            moment,
            point -> {
              where.set(point);
              disturb(act, bench, point);
            });
        try {
          came.merge(disturbed(bench, act), 1, Integer::sum);
          moments.wait(Long.MAX_VALUE, point -> {});
          Thread.interrupted();
          requireAllIsWell(bench, undisturbed.contents().get(version));
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError(
              "%s at moment %d, %s, seed %d".formatted(act, moment, where, seed), e);
        }
      }
      System.out.printf(
          "%s at %d of %d moments came to %s%n", act, trials, undisturbed.moments(), came);
    }
    assertThat(came).as("some came in time").containsKey(act.effect);
  }

  /**
   * @param moments of one job
   * @param contents of each version
   */
  private record Undisturbed(long moments, List<Set<String>> contents) {}

  private Undisturbed liveUndisturbed(Workbench bench, Moments moments) throws IOException {
    List<Set<String>> contents = new ArrayList<>();
    for (int version : List.of(0, 1, 0)) {
      moments.wait(Long.MAX_VALUE, point -> {});
      write(version);
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
      contents.add(bench.content());
    }
    write(1);
    moments.wait(Long.MAX_VALUE, point -> {});
    bench.ingest(folder);
    assertThat(contents.get(2)).isEqualTo(contents.get(0)).isNotEqualTo(contents.get(1));
    return new Undisturbed(moments.passed(), contents);
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(KilledMain.SMALL_STEPS);
    settings.put("ingestion.thread-join-timeout", "1ms"); // then calls are interrupted
    return settings;
  }

  /** Every other document says something else in each version, and each has one of its own. */
  private void write(int version) throws IOException {
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = "There is a page on number %d. ".formatted(i).repeat(12);
      Files.writeString(
          folder.resolve(i + ".txt"), i % 2 == 0 ? text : text + "It is version " + version + ".");
    }
    Files.deleteIfExists(folder.resolve("only-" + (1 - version) + ".txt"));
    Files.writeString(folder.resolve("only-" + version + ".txt"), "Here for a while.");
  }

  private static void disturb(Act act, Workbench bench, String point) {
    switch (act) {
      case INTERRUPT -> Thread.currentThread().interrupt();
      case PAUSE -> ask(bench, IngestionService::pause, point);
      case CANCEL -> ask(bench, IngestionService::cancel, point);
    }
  }

  /**
   * Asks from another thread, and goes on once that has its answer or waits for something that this
   * thread may hold. A call that may be interrupted hangs until it is.
   */
  private static void ask(
      Workbench bench, BiConsumer<IngestionService, KnowledgeBaseId> call, String point) {
    Thread asking =
        new Thread(
            () -> {
              try {
                call.accept(bench.ingestion(), KB);
              } catch (StateTransitionException e) {
                // too early or too late
              }
            });
    asking.start();
    while (asking.getState() == Thread.State.NEW || asking.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    if (point.startsWith("EmbeddingModel.embed") || point.startsWith("DocumentParser.parse")) {
      try {
        if (new CountDownLatch(1).await(HANG_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new AssertionError();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * @return what a job came to that was disturbed
   */
  private JobStatus disturbed(Workbench bench, Act act) {
    bench.ingestion().start(Workbench.start(folder));
    IngestionState state = atRest(bench);
    assertThat(state.status()).as("%s", state).isIn(act.effect, JobStatus.COMPLETED);
    return state.status();
  }

  private static IngestionState atRest(Workbench bench) {
    Thread.interrupted(); // meant for another call
    try {
      return bench.ingestion().await(KB, LONG);
    } catch (InterruptedException e) {
      return atRest(bench); // as asked for, and once at most
    }
  }

  private void requireAllIsWell(Workbench bench, Set<String> expected) {
    JobStatus status = bench.ingestion().status(KB).orElseThrow().status();
    if (status == JobStatus.PAUSED) {
      bench.ingestion().resume(KB);
    } else if (status == JobStatus.CANCELED) {
      bench.ingestion().start(Workbench.start(folder));
    }
    IngestionState end = atRest(bench);
    assertThat(end.status()).as("%s", end).isEqualTo(JobStatus.COMPLETED);
    assertThat(bench.content()).isEqualTo(expected);
    assertThat(bench.verify().clean()).isTrue();
    assertThat(bench.search().search(KB, "a page on number", 10, Mode.TEXT).hits()).isNotEmpty();
  }
}
