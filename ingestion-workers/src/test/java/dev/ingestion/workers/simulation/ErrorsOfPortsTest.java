package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no caller expects of a port costs the job, and neither a thread nor the process. */
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
    Scheduler scheduler = new Scheduler(Choices.calm(1));
    Defect defect =
        process ->
            (point, arguments, port) -> {
              if (point.equals(where)) {
                throw new OutOfMemoryError("Java heap space");
              }
              return port.with(arguments);
            };
    World world =
        new World(
            scheduler,
            Choices.calm(1),
            defect,
            new Node.Settings(
                4, 2, 12, Duration.ZERO, Node.Settings.retries(Duration.ofMillis(100))));
    world.put("a.md", "one line".getBytes(StandardCharsets.UTF_8));
    Operator operator = new Operator(scheduler, world);
    assertThat(operator.running()).isTrue();

    // the invariants take such an end for a defect, which it is
    assertThatThrownBy(operator::command)
        .isInstanceOf(Violation.class)
        .hasMessageStartingWith("The job failed for a defect")
        .hasMessageContaining("java.lang.OutOfMemoryError: Java heap space");
  }
}
