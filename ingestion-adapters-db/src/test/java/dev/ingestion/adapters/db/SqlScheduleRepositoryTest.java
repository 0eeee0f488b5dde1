package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import dev.ingestion.testkit.ScheduleRepositoryContract;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlScheduleRepositoryTest extends ScheduleRepositoryContract {
  @TempDir Path root;
  private H2Stores opened;

  @Override
  protected Stores open(SettableClock clock) {
    opened = H2Stores.prepared(root, clock);
    return opened.ports();
  }

  @Override
  protected void close() {
    opened.close();
  }

  @Override
  protected void damage(KnowledgeBaseId kb, SourceName source) {
    set(kb, source, "every_seconds = null, cron = '0 3 * * *', zone = 'Mars/Olympus'");
  }

  private void set(KnowledgeBaseId kb, SourceName source, String assignments) {
    opened
        .transactions()
        .write(
            tx ->
                tx.execute(
                    "update schedule set %s where kb_id = '%s' and source = '%s'"
                        .formatted(assignments, kb, source)));
  }

  /** As somebody edits the database, or a newer version writes it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone = 'Mars/Olympus'                           | time zone, Mars/Olympus",
        "zone = null                                     | neither an interval",
        "cron = null                                     | neither an interval",
        "every_seconds = 0                               | one second",
        "every_seconds = 9223372036854775807             | one second",
        "priority = 10                                   | from 0 to 9",
        "last_run = next_run, last_outcome = 'POSTPONED' | POSTPONED",
        "last_run = next_run, last_outcome = null        | RunOutcome",
        "last_run = next_run, last_outcome = 'STARTED', last_job = 'no id' | job id"
      })
  void whateverOfARowCannotBeReadIsToldAndKeepsNoOtherFromBeingRead(String damage, String why) {
    SourceName other = new SourceName("papers");
    ScheduledSource nightly =
        new ScheduledSource(
            kb,
            SOURCE,
            "documents",
            null,
            new Cron("0 3 * * *", ZoneOffset.UTC),
            false,
            false,
            Instant.EPOCH,
            null,
            1);
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    stores.schedules().insert(nightly);
    stores
        .schedules()
        .insert(
            new ScheduledSource(
                kb,
                other,
                "documents",
                null,
                nightly.schedule(),
                false,
                false,
                nightly.nextRun(),
                null,
                1));

    set(kb, SOURCE, damage);

    List<StoredSchedule> all = stores.schedules().list();
    assertThat(all).extracting(StoredSchedule::source).containsExactly(SOURCE, other);
    assertThat(all.get(0))
        .isInstanceOfSatisfying(
            UnreadableSchedule.class,
            unreadable -> assertThat(unreadable.reason()).contains(why.split(", ")));
    assertThat(all.get(1)).isInstanceOf(ScheduledSource.class);
  }
}
