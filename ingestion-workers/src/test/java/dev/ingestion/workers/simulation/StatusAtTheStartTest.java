package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is said of a job between the moment that it is stored and the one that a thread works on it.
 * It was "for a process: none works on it", whoever asked just then.
 */
class StatusAtTheStartTest {
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final Choices choices = Choices.calm(1);
  private final Scheduler scheduler = new Scheduler(choices);
  private final List<IngestionState> answers = new ArrayList<>();
  private final Asks asks = new Asks();
  private final World world =
      new World(
          scheduler,
          choices,
          asks,
          new Node.Settings(4, 2, 12, Duration.ZERO, Node.Settings.retries(A_WHILE)));
  private final Operator operator = new Operator(scheduler, world);

  @Test
  void aJobThatHasJustBeenStartedIsNotSaidToWaitForAProcess() {
    completes("JobRepository.insert");

    assertThat(answers).isNotEmpty().allSatisfy(StatusAtTheStartTest::isNotSaidToWait);
  }

  @Test
  void aJobThatHasJustBeenResumedIsNotSaidToWaitForAProcess() {
    world.put("a.md", "one line".getBytes(StandardCharsets.UTF_8));
    assertThat(operator.running()).isTrue();
    Node node = operator.node();
    asks.during = "ChunkIndex.upsert";
    asks.instead = () -> node.ingestion().pause(Schedule.KB);
    assertThat(operator.command().orElseThrow().status()).isEqualTo(JobStatus.PAUSED);

    completes("JobRepository.update");

    assertThat(answers).isNotEmpty().allSatisfy(StatusAtTheStartTest::isNotSaidToWait);
  }

  private void completes(String point) {
    world.put("a.md", "one line".getBytes(StandardCharsets.UTF_8));
    assertThat(operator.running()).isTrue();
    Node node = operator.node();
    asks.during = point;
    asks.instead = () -> node.ingestion().status(Schedule.KB).ifPresent(answers::add);
    assertThat(operator.command().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
    operator.rest();
  }

  private static void isNotSaidToWait(IngestionState state) {
    assertThat(state.waiting()).isNull();
  }

  /** Somebody else, who asks once when a call of a port has returned, and is given time. */
  private final class Asks implements Defect {
    private String during = "";
    private Runnable instead = () -> {};

    @Override
    public Between in(Scene process) {
      return (point, arguments, port) -> {
        Object result = port.with(arguments);
        if (point.equals(during)) {
          during = "";
          operator.later("asks", Duration.ZERO, instead);
          long deadline = scheduler.nanoTime() + A_WHILE.toNanos();
          scheduler.await("lets them ask", () -> false, deadline);
        }
        return result;
      };
    }
  }
}
