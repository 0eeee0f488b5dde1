package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  /** The job waits for each of them, and nobody else would give them back before the lease ends. */
  @ParameterizedTest
  @ValueSource(strings = {"ChunkIndex.discard", "WorkQueue.release"})
  void anErrorWhileAClaimIsGivenBackLeavesNoOtherOfItsStepOpen(String where) {
    List<String> released = new ArrayList<>();
    int[] step = new int[1];
    boolean[] thrown = new boolean[1];
    Operator operator =
        operator(
            (point, arguments, port) -> {
              if (point.equals("ChunkIndex.upsert") && step[0] > 2
                  || point.equals(where) && !thrown[0]) {
                thrown[0] |= point.equals(where);
                throw new OutOfMemoryError("Java heap space");
              }
              Object result = port.with(arguments);
              if (point.equals("WorkQueue.claim") && result instanceof List<?> claims) {
                step[0] = Math.max(step[0], claims.size());
              } else if (point.equals("WorkQueue.release")) {
                released.add(String.valueOf(arguments[0]));
              }
              return result;
            });
    String text = "many words that are cut into chunks ".repeat(30);
    world.put("a.md", text.getBytes(StandardCharsets.UTF_8));
    world.put("b.md", text.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(operator::command)
        .isInstanceOf(Violation.class)
        .hasMessageStartingWith("The job failed for a defect");
    assertThat(thrown[0]).isTrue();
    assertThat(released).hasSizeGreaterThanOrEqualTo(2);
  }

  private World world;

  private Operator operator(Between between) {
    Scheduler scheduler = new Scheduler(Choices.calm(1));
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
