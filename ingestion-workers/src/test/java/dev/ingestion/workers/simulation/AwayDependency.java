package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.workers.RetryConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A simulated process, one of whose dependencies is away. */
abstract class AwayDependency {
  static final int RETRIES = Node.Settings.MAX_RETRIES;
  static final Duration A_WHILE = Duration.ofSeconds(10);

  Scheduler scheduler;
  Away away;
  World world;
  private Choices choices;

  AwayDependency() {
    begin(1);
  }

  /**
   * Begins with another world.
   *
   * @param seed decides which thread runs next
   */
  final void begin(long seed) {
    choices = Choices.calm(seed);
    scheduler = new Scheduler(choices);
    away = new Away(scheduler);
  }

  Operator operator(Duration retryDelay, String... paths) {
    return operator(Node.Settings.retries(retryDelay), paths);
  }

  Operator operator(PerKnowledgeBase<RetryConfig> retries, String... paths) {
    world =
        new World(scheduler, choices, away, new Node.Settings(1, 1, 12, Duration.ZERO, retries));
    for (String path : paths) {
      world.put(path, ("what stands in " + path).getBytes(StandardCharsets.UTF_8));
    }
    return new Operator(scheduler, world);
  }

  static Node process(Operator operator) {
    assertThat(operator.running()).isTrue();
    return operator.node();
  }

  static IngestionState ingest(Operator operator) {
    process(operator);
    return operator.command().orElseThrow();
  }

  Duration since(long begun) {
    return Duration.ofNanos(scheduler.nanoTime() - begun);
  }

  void assertFound() {
    assertThat(world.found()).isNotEmpty().isEqualTo(world.truth().expected(world.found()));
  }

  /** Lets time pass, in which the process does what it does. */
  static void pass(Operator operator, Duration time) {
    operator.later("waits", time, () -> {});
    operator.rest();
  }

  static IngestionState status(Operator operator) {
    Node node = operator.node();
    List<IngestionState> states = new ArrayList<>();
    operator.onThreadOf(
        node, "status", () -> node.ingestion().status(Schedule.KB).ifPresent(states::add));
    return states.get(0);
  }
}
