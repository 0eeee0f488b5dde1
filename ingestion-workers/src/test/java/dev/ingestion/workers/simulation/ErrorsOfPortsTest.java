package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no caller expects of a port costs the document or the job, and no thread. */
class ErrorsOfPortsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DocumentParser.parse",
        "DocumentLedger.stage",
        "WorkQueue.claim",
        "ChunkIndex.vectors",
        "ChunkIndex.upsert",
        "ChunkIndex.flush",
        "ChunkIndex.staged"
      })
  void anErrorFailsTheJobAndEndsNoThread(String where) {
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals(where)) {
                throw new OutOfMemoryError("Java heap space");
              }
              return port.with(arguments);
            });

    // the invariants take such an end for a defect, which it is
    assertThatThrownBy(operator::command)
        .isInstanceOf(Violation.class)
        .hasMessageStartingWith("The job failed for a defect")
        .hasMessageContaining("java.lang.OutOfMemoryError: Java heap space");
  }

  /** Whoever fails also fails to give back what it had begun. */
  @ParameterizedTest
  @CsvSource({
    "ChunkIndex.upsert, ChunkIndex.discard",
    "ChunkIndex.upsert, WorkQueue.release",
    "ChunkIndex.flush, WorkQueue.release"
  })
  void anErrorWhileGivingBackKeepsNoJobFromItsEnd(String where, String also) {
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals(where) || point.equals(also)) {
                throw new OutOfMemoryError("Java heap space");
              }
              return port.with(arguments);
            });

    assertThatThrownBy(operator::command)
        .isInstanceOf(Violation.class)
        .hasMessageStartingWith("The job failed for a defect")
        .hasMessageContaining("java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void anErrorWhileAClaimIsKeptAliveKeepsNoneFromBeingKeptAliveAfterwards() {
    int[] extensions = new int[1];
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals("WorkQueue.extend") && extensions[0]++ == 0) {
                throw new OutOfMemoryError("Java heap space");
              }
              if (point.equals("EmbeddingModel.embed")) {
                scheduler.await(
                    "is slow",
                    () -> false,
                    scheduler.nanoTime() + Node.LEASE.multipliedBy(3).toNanos());
              }
              return port.with(arguments);
            });

    assertThat(operator.command().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(extensions[0]).isGreaterThan(2);
  }

  @Test
  void anErrorWhileTheJobsAreLookedAtIsNotTheEndOfLooking() {
    int[] upserts = new int[1];
    int[] looks = new int[1];
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals("ChunkIndex.upsert") && upserts[0]++ == 0) {
                throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "away");
              }
              boolean look = point.equals("JobRepository.active") && arguments.length == 0;
              if (look && upserts[0] > 0 && looks[0]++ < 2) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return port.with(arguments);
            });

    assertThat(operator.command().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(looks[0]).isGreaterThan(2);
  }

  @Test
  void anErrorWhileTheEndOfAJobIsStoredLeavesItToBeContinued() {
    int[] ends = new int[1];
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals("JobRepository.update")
                  && arguments[arguments.length - 2] instanceof Job job
                  && job.status() == JobStatus.COMPLETED
                  && ends[0]++ == 0) {
                throw new OutOfMemoryError("Java heap space");
              }
              return port.with(arguments);
            });

    assertThat(operator.command().orElseThrow().status()).isEqualTo(JobStatus.RUNNING);

    IngestionState continued = operator.command().orElseThrow();
    assertThat(continued.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(continued.documents().seen()).isEqualTo(2);
    assertThat(ends[0]).isEqualTo(2);
    assertThat(operator.command().orElseThrow().documents().unchanged()).isEqualTo(2);
  }

  @Test
  void aParserThatThrowsWhatNobodyExpectsCostsItsDocument() {
    List<Throwable> defects =
        new ArrayList<>(List.of(new IllegalStateException("Oops"), new StackOverflowError()));
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals("DocumentParser.parse") && arguments[0].equals("a.md")) {
                throw defects.remove(0);
              }
              return port.with(arguments);
            });

    for (int run = 0; run < 2; run++) { // what may have passed is tried once more by each run
      IngestionState state = operator.command().orElseThrow();

      assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(state.documents().failed()).isEqualTo(1);
      assertThat(world.found()).containsOnlyKeys("b.md");
    }
    assertThat(defects).isEmpty();
  }

  private final Scheduler scheduler = new Scheduler(Choices.calm(1));
  private World world;

  private Operator operator(Between between) {
    world =
        new World(
            scheduler,
            Choices.calm(1),
            process -> between,
            new Node.Settings(
                4, 2, 12, Duration.ZERO, Node.Settings.retries(Duration.ofMillis(100))));
    world.put("a.md", "one line".getBytes(StandardCharsets.UTF_8));
    world.put("b.md", "another line".getBytes(StandardCharsets.UTF_8));
    Operator operator = new Operator(scheduler, world);
    assertThat(operator.running()).isTrue();
    return operator;
  }
}
