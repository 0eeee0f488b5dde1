package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.workers.simulation.Simulation.Report;
import org.junit.jupiter.api.Test;

/**
 * The engine through as many schedules as {@code -Dsimulation.schedules} says, from the seed that
 * {@code -Dsimulation.first} says.
 */
class SimulationIT {
  @Test
  void everyPromiseIsKeptInEverySchedule() throws Exception {
    long first = Long.getLong("simulation.first", 0);
    long schedules = Long.getLong("simulation.schedules", 10_000);

    Report report = Simulation.run(first, schedules, Defect.NONE);

    System.out.println(report);
    assertThat(report.violations()).as(report.story()).isEmpty();
  }
}
