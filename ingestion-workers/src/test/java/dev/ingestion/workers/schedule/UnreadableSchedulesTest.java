package dev.ingestion.workers.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadableSchedulesTest {
  private static final StoredSchedule READABLE = SchedulerBench.malformed(SourceName.DEFAULT);

  private final UnreadableSchedules unreadable = new UnreadableSchedules();

  @Test
  void eachIsToldOnceHoweverOftenItIsLookedAt() {
    assertThat(unreadable.tell(List.of(damaged("zone"), READABLE)))
        .containsExactly(damaged("zone"));

    assertThat(unreadable.tell(List.of(damaged("zone"), READABLE))).isEmpty();
    assertThat(unreadable.tell(List.of(damaged("zone")))).isEmpty();
  }

  @Test
  void anotherReasonIsTold() {
    unreadable.tell(List.of(damaged("zone")));

    assertThat(unreadable.tell(List.of(damaged("priority")))).containsExactly(damaged("priority"));
  }

  @Test
  void oneThatWasMendedAndIsDamagedAgainIsToldAgain() {
    unreadable.tell(List.of(damaged("zone")));
    assertThat(unreadable.tell(List.of())).isEmpty();

    assertThat(unreadable.tell(List.of(damaged("zone")))).containsExactly(damaged("zone"));
  }

  private static UnreadableSchedule damaged(String reason) {
    return new UnreadableSchedule(SchedulerBench.KB, SchedulerBench.PAPERS, reason, 1);
  }
}
