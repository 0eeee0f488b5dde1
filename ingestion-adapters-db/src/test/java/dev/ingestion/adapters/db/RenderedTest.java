package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.ScheduleRecord;
import dev.ingestion.testkit.SettableClock;
import java.nio.file.Path;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderedTest {
  private static final Object[] SOURCES = {"papers", "nowhere", "mail"};

  @TempDir Path root;
  private H2Stores stores;

  @BeforeEach
  void keepTwoSchedules() {
    stores = H2Stores.prepared(root, new SettableClock());
    for (String row : List.of("'papers', 'p', null", "'mail', 'm', '0 3 * * *'")) {
      stores
          .transactions()
          .write(
              tx ->
                  tx.execute(
                      "insert into schedule (kb_id, source, pipeline, cron, followed, paused, next_run, version) values ('kb', %s, false, false, now(), 1)"
                          .formatted(row)));
    }
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void aLookUpGivesNothingForAValueThatNoRowHas() {
    assertThat(pipelines(DSL.noCondition(), (Object) SOURCES))
        .containsExactly("p null", "m 0 3 * * *");
  }

  @Test
  void aLookUpGivesNothingForARowThatDoesNotMeetItsCondition() {
    assertThat(pipelines(SCHEDULE.CRON.eq(val("")), SOURCES, "0 3 * * *"))
        .containsExactly("m 0 3 * * *");
  }

  @Test
  void aLookUpOfWholeRowsGivesThoseThatAreThere() {
    Rendered all =
        Rendered.lookUp(SCHEDULE, List.of(SCHEDULE.fields()), SCHEDULE.SOURCE, DSL.noCondition());

    List<ScheduleRecord> found =
        stores.transactions().read(sql -> all.fetchRecords(sql, SCHEDULE, (Object) SOURCES));

    assertThat(found)
        .extracting(row -> row.getSource() + " " + row.getVersion() + " " + row.changed())
        .containsExactly("papers 1 false", "mail 1 false");
  }

  private List<String> pipelines(Condition condition, Object... values) {
    Rendered some =
        Rendered.lookUp(
            SCHEDULE, List.of(SCHEDULE.CRON, SCHEDULE.PIPELINE), SCHEDULE.SOURCE, condition);
    return stores
        .transactions()
        .read(sql -> some.fetch(sql, row -> row.getString(2) + " " + row.getString(1), values));
  }
}
