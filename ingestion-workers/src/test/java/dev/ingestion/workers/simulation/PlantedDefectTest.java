package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.workers.simulation.Schedule.Result;
import dev.ingestion.workers.simulation.Simulation.Report;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that finds nothing is worth something only if it finds what is there. */
class PlantedDefectTest {
  private static final long MOST_SCHEDULES = 10_000;

  @ParameterizedTest
  @EnumSource
  void everyPlantedDefectIsFound(PlantedDefect defect) throws Exception {
    Report report = Simulation.run(0, MOST_SCHEDULES, defect);

    assertThat(report.violations()).as("Violations by an engine that " + defect).isNotEmpty();
    Result found = report.violations().get(0);
    System.out.println(
        "%s was found at seed %d: %s"
            .formatted(defect, found.seed(), found.violation().getMessage()));
  }
}
