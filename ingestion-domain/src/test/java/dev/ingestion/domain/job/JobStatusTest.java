package dev.ingestion.domain.job;

import static dev.ingestion.domain.job.JobStatus.CANCELED;
import static dev.ingestion.domain.job.JobStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobStatusTest {
  /** Rows: from; columns: to; in the order of the header. */
  private static final String TABLE =
      """
                 PENDING RUNNING PAUSED COMPLETED FAILED CANCELED
      PENDING       -       x      -        -       -       x
      RUNNING       -       -      x        x       x       x
      PAUSED        -       x      -        -       -       x
      COMPLETED     -       -      -        -       -       -
      FAILED        -       x      -        -       -       x
      CANCELED      -       -      -        -       -       -
      """;

  static List<Arguments> pairs() {
    List<String[]> rows = TABLE.lines().map(String::strip).map(line -> line.split("\\s+")).toList();
    String[] header = rows.get(0);
    return rows.subList(1, rows.size()).stream()
        .flatMap(
            row ->
                Arrays.stream(JobStatus.values())
                    .map(
                        to ->
                            Arguments.of(
                                JobStatus.valueOf(row[0]),
                                to,
                                row[1 + Arrays.asList(header).indexOf(to.name())].equals("x"))))
        .toList();
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @MethodSource("pairs")
  void onlyTheTransitionsOfTheTableAreAllowed(JobStatus from, JobStatus to, boolean allowed) {
    assertThat(from.next().contains(to)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @EnumSource
  void everyStatusIsInTheTable(JobStatus status) {
    assertThat(pairs()).filteredOn(pair -> pair.get()[0] == status).hasSize(6);
  }

  @ParameterizedTest
  @EnumSource
  void completedAndCanceledJobsAloneAreAtTheirEnd(JobStatus status) {
    boolean end = status == COMPLETED || status == CANCELED;

    assertThat(status.isTerminal()).isEqualTo(end);
    assertThat(status.isActive()).isNotEqualTo(end);
  }
}
