package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link dev.ingestion.ports.out.ScheduleRepository} does. */
public abstract class ScheduleRepositoryContract extends StoresContract {
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("another");
  private static final SourceName PAPERS = new SourceName("papers");
  private static final Instant AT = Instant.parse("2026-03-01T03:00:00.123456Z");
  private static final Schedule NIGHTLY = new Cron("0 3 * * *", ZoneId.of("Europe/Berlin"));

  /** Damages the stored schedule of a source so that it cannot be read. */
  protected abstract void damage(KnowledgeBaseId kb, SourceName source);

  @BeforeEach
  final void makeKnowledgeBases() {
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    stores.knowledgeBases().findOrCreate(OTHER, SPACE);
  }

  @Test
  public void whatIsKeptIsFoundAgainAsItWas() throws Exception {
    ScheduledSource quarterly =
        new ScheduledSource(
            kb,
            SOURCE,
            "documents",
            new JobPriority(7),
            new Every(Duration.ofMinutes(15)),
            true,
            true,
            AT,
            new LastRun(AT.minusSeconds(900), new JobId("job-1"), RunOutcome.FAILED, "no €"),
            1);
    ScheduledSource nightly = nightly(kb, PAPERS);
    stores.schedules().insert(quarterly);
    stores.schedules().insert(nightly);
    reopen();

    assertThat(stores.schedules().find(kb, SOURCE)).contains(quarterly);
    assertThat(stores.schedules().find(kb, PAPERS)).contains(nightly);
    assertThat(stores.schedules().find(OTHER, SOURCE)).isEmpty();
  }

  @Test
  public void theyAreListedByKnowledgeBaseAndSource() {
    List<ScheduledSource> kept =
        List.of(nightly(kb, PAPERS), nightly(OTHER, SOURCE), nightly(kb, SOURCE));
    kept.forEach(stores.schedules()::insert);

    assertThat(stores.schedules().list()).containsExactly(kept.get(1), kept.get(2), kept.get(0));
    assertThat(stores.schedules().list(kb)).containsExactly(kept.get(2), kept.get(0));
  }

  @Test
  public void aSourceHasOneScheduleAtMost() {
    stores.schedules().insert(nightly(kb, SOURCE));

    assertRefused(
        ErrorCode.CONCURRENT_CHANGE, () -> stores.schedules().insert(nightly(kb, SOURCE)));
  }

  @Test
  public void aKnowledgeBaseThatIsNotThereHasNone() {
    assertRefused(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE,
        () -> stores.schedules().insert(nightly(new KnowledgeBaseId("nowhere"), SOURCE)));
    assertThat(stores.schedules().list()).isEmpty();
  }

  @Test
  public void eachChangeIsStoredWhole() throws Exception {
    ScheduledSource kept = nightly(kb, SOURCE);
    stores.schedules().insert(kept);
    ScheduledSource started = kept.ran(LastRun.started(AT, new JobId("job-1")), AT.plusSeconds(5));
    stores.schedules().update(started);
    assertThat(stores.schedules().find(kb, SOURCE)).contains(started);

    ScheduledSource refused =
        started.ran(LastRun.refused(AT.plusSeconds(5), "The folder is gone"), AT.plusSeconds(10));
    stores.schedules().update(refused);
    ScheduledSource paused = refused.paused(true, AT.plusSeconds(20));
    stores.schedules().update(paused);
    ScheduledSource other =
        paused.rescheduled(
            new ScheduledSource(
                kb, SOURCE, "p", null, new Every(Duration.ofDays(1)), true, false, AT, null, 1));
    stores.schedules().update(other);
    reopen();

    assertThat(stores.schedules().find(kb, SOURCE)).contains(other);
    assertThat(other.last()).isEqualTo(refused.last());
  }

  @Test
  public void whoSawAnOlderVersionChangesNothing() {
    ScheduledSource seen = nightly(kb, SOURCE);
    stores.schedules().insert(seen);
    stores.schedules().update(seen.paused(true, AT));

    assertRefused(
        ErrorCode.CONCURRENT_CHANGE,
        () -> stores.schedules().update(seen.planned(AT.plusMillis(1))));
    assertRefused(
        ErrorCode.CONCURRENT_CHANGE,
        () -> stores.schedules().update(nightly(kb, PAPERS).planned(AT)));
    assertThat(stores.schedules().list()).containsExactly(seen.paused(true, AT));
  }

  @Test
  public void ofManyWhoChangeTheSameVersionOneDoes() throws Exception {
    ScheduledSource seen = nightly(kb, SOURCE);
    stores.schedules().insert(seen);
    int rivals = 4;
    CountDownLatch ready = new CountDownLatch(rivals);
    ExecutorService threads = Executors.newFixedThreadPool(rivals);
    try {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 1; i <= rivals; i++) {
        ScheduledSource next = seen.planned(AT.plusSeconds(i));
        all.add(
            () -> {
              ready.countDown();
              ready.await();
              return updates(next);
            });
      }
      int changed = 0;
      for (Future<Boolean> one : threads.invokeAll(all)) {
        changed += one.get() ? 1 : 0;
      }
      assertThat(changed).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean updates(ScheduledSource next) {
    try {
      stores.schedules().update(next);
      return true;
    } catch (IngestionException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CONCURRENT_CHANGE);
      return false;
    }
  }

  @Test
  public void whatIsDeletedIsGoneAndNothingElse() {
    stores.schedules().insert(nightly(kb, SOURCE));
    stores.schedules().insert(nightly(kb, PAPERS));

    assertThat(stores.schedules().delete(kb, SOURCE)).isTrue();
    assertThat(stores.schedules().delete(kb, SOURCE)).isFalse();
    assertThat(stores.schedules().list()).containsExactly(nightly(kb, PAPERS));
  }

  @Test
  public void aKnowledgeBaseThatIsDeletedTakesItsSchedulesWithIt() {
    stores.schedules().insert(nightly(kb, SOURCE));
    stores.schedules().insert(nightly(OTHER, SOURCE));

    stores.knowledgeBases().beginDelete(kb);
    stores.knowledgeBases().finishDelete(kb);

    assertThat(stores.schedules().list()).containsExactly(nightly(OTHER, SOURCE));
  }

  @Test
  public void oneThatCannotBeReadStandsAmongTheOthersWithItsReason() throws Exception {
    stores.schedules().insert(nightly(kb, PAPERS));
    stores.schedules().insert(nightly(kb, SOURCE));
    damage(kb, SOURCE);
    reopen();

    UnreadableSchedule unreadable = unreadable(kb, SOURCE);
    assertThat(unreadable.reason()).isNotBlank();
    assertThat(unreadable.version()).isEqualTo(1);
    assertThat(stores.schedules().list()).containsExactly(unreadable, nightly(kb, PAPERS));
    assertThat(stores.schedules().list(kb)).containsExactly(unreadable, nightly(kb, PAPERS));
  }

  @Test
  public void oneThatCannotBeReadIsReplacedAsOthersAre() {
    stores.schedules().insert(nightly(kb, SOURCE));
    damage(kb, SOURCE);

    assertRefused(
        ErrorCode.CONCURRENT_CHANGE, () -> stores.schedules().insert(nightly(kb, SOURCE)));
    ScheduledSource anew = unreadable(kb, SOURCE).rescheduled(nightly(kb, SOURCE));
    stores.schedules().update(anew);

    assertThat(stores.schedules().list()).containsExactly(anew);
    assertRefused(ErrorCode.CONCURRENT_CHANGE, () -> stores.schedules().update(anew));
  }

  @Test
  public void oneThatCannotBeReadIsDeletedAsOthersAre() {
    stores.schedules().insert(nightly(kb, SOURCE));
    damage(kb, SOURCE);

    assertThat(stores.schedules().delete(kb, SOURCE)).isTrue();
    assertThat(stores.schedules().list()).isEmpty();
  }

  private UnreadableSchedule unreadable(KnowledgeBaseId kb, SourceName source) {
    return (UnreadableSchedule) stores.schedules().find(kb, source).orElseThrow();
  }

  private static ScheduledSource nightly(KnowledgeBaseId kb, SourceName source) {
    return new ScheduledSource(kb, source, "documents", null, NIGHTLY, false, false, AT, null, 1);
  }
}
