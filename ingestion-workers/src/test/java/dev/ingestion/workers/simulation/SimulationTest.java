package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.workers.simulation.Schedule.Result;
import dev.ingestion.workers.simulation.Simulation.Report;
import org.junit.jupiter.api.Test;

/**
 * A small simulation, and what every simulation rests on. {@code -Dsimulation.seed=N} replays one
 * schedule and prints its last steps.
 */
class SimulationTest {
  private static final long SCHEDULES = 500;

  @Test
  void everyPromiseIsKeptInEverySchedule() throws Exception {
    Long seed = Long.getLong("simulation.seed");
    Report report =
        seed == null
            ? Simulation.run(0, SCHEDULES, Defect.NONE)
            : Simulation.run(seed, 1, Defect.NONE);

    System.out.println(report);
    assertThat(report.violations()).as(report.story()).isEmpty();
  }

  @Test
  void aSeedReplaysExactly() {
    for (long seed = 0; seed < 25; seed++) {
      Result first = Simulation.replay(seed, Defect.NONE);
      Result second = Simulation.replay(seed, Defect.NONE);

      assertThat(second.hash()).as("Seed " + seed).isEqualTo(first.hash());
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void aSeedThatBreaksAPromiseBreaksItAgain() throws Exception {
    Defect defect = PlantedDefect.LOOKS_AT_NO_CLAIM_TOKEN;
    Result found = Simulation.run(0, 10_000, defect).violations().get(0);

    Result replayed = Simulation.replay(found.seed(), defect);

    assertThat(replayed.violation()).hasMessage(found.violation().getMessage());
    assertThat(replayed.tail()).isNotEmpty().isEqualTo(found.tail());
  }

  @Test
  void otherSeedsAreOtherSchedules() {
    assertThat(Simulation.replay(1, Defect.NONE).hash())
        .isNotEqualTo(Simulation.replay(2, Defect.NONE).hash());
  }
}
