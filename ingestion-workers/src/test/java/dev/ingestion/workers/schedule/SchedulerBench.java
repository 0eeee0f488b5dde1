package dev.ingestion.workers.schedule;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.SourceWatcher;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.memory.InMemoryDatabase;
import dev.ingestion.workers.WatchConfig;
import dev.ingestion.workers.runtime.MachineThreads;
import dev.ingestion.workers.runtime.Signal;
import dev.ingestion.workers.runtime.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A scheduler on stores in memory, looked at by hand, with a clock that a test moves. */
final class SchedulerBench {
  static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");
  static final SourceName PAPERS = new SourceName("papers");

  final SettableClock clock = new SettableClock();
  private final InMemoryDatabase database = new InMemoryDatabase();
  final Stores stores = database.open(clock, clock::nanoTime);
  final StartedJobs jobs = new StartedJobs(stores.jobs(), clock);
  final Watched watched = new Watched();
  Scheduler scheduler;
  DefaultScheduleService service;

  SchedulerBench() {
    stores.knowledgeBases().findOrCreate(KB, new EmbeddingSpace("model@1", 8));
    for (SourceName source : List.of(SourceName.DEFAULT, PAPERS)) {
      stores
          .knowledgeBases()
          .saveSource(
              KB,
              new SourceSettings(
                  source, "folder", "/" + source, List.of("*.md"), List.of("x"), true));
    }
    process(UnaryOperator.identity());
  }

  /**
   * A new process on what the one before has left.
   *
   * @param between steps between the scheduler and its schedules
   */
  void process(UnaryOperator<ScheduleRepository> between) {
    ScheduleRepository schedules = between.apply(stores.schedules());
    Threads threads = new ClockedThreads();
    Bell bell = new Bell(threads);
    PastRuns past = new PastRuns(stores.jobs());
    NextRuns next =
        new NextRuns(
            Optional.of(
                expression -> {
                  throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "no cron here");
                }));
    Followers followers =
        new Followers(
            Map.of(
                "documents",
                new PipelineDefinition(
                    "documents", "folder", "p", new ChunkingSettings(16, 0), "m", "i")),
            Map.of(),
            Map.of("folder", () -> watched),
            new WatchConfig(Duration.ofSeconds(2), Duration.ofSeconds(30)),
            threads);
    service =
        new DefaultScheduleService(
            schedules, stores.knowledgeBases(), past, next, followers, bell, clock);
    scheduler =
        new Scheduler(
            schedules,
            next,
            new ScheduledRuns(schedules, stores.knowledgeBases(), past, next, jobs, clock),
            new FollowedSchedules(stores.knowledgeBases(), followers, bell),
            bell,
            threads,
            clock);
  }

  static StartIngestion command(SourceName source) {
    return new StartIngestion(
        KB, "documents", source, "/" + source, List.of("*.md"), List.of("x"), true, true);
  }

  /** A schedule that is stored with an expression that is none. */
  static ScheduledSource malformed(SourceName source) {
    return new ScheduledSource(
        KB,
        source,
        "documents",
        null,
        new Cron("? ?", ZoneOffset.UTC),
        false,
        false,
        Instant.EPOCH,
        null,
        1);
  }

  void keep(SourceName source, Schedule schedule, boolean followed) {
    service.keep(command(source), schedule, followed);
  }

  /** Deletes the knowledge base and makes it anew from another folder. */
  void moveSource(String root) {
    stores.knowledgeBases().beginDelete(KB);
    stores.knowledgeBases().finishDelete(KB);
    stores.knowledgeBases().findOrCreate(KB, new EmbeddingSpace("model@1", 8));
    stores
        .knowledgeBases()
        .saveSource(
            KB,
            new SourceSettings(
                SourceName.DEFAULT, "folder", root, List.of("*.md"), List.of("x"), true));
  }

  /** Lets time pass, and then the scheduler look. */
  Duration after(Duration time) {
    clock.advance(time);
    return scheduler.look();
  }

  ScheduledSource stored(SourceName source) {
    return (ScheduledSource) stores.schedules().find(KB, source).orElseThrow();
  }

  ScheduledSource shown(SourceName source) {
    return ((Entry) service.show(KB, source)).scheduled();
  }

  /** Makes the stored schedule of a source unreadable. */
  void damage(SourceName source) {
    database.damageSchedule(KB, source);
  }

  @Nullable LastRun last() {
    return stored(SourceName.DEFAULT).last();
  }

  List<Job> history() {
    return stores.jobs().history(KB, 100);
  }

  /** Folders that tell what a test wants them to. */
  static final class Watched implements SourceWatcher {
    @Nullable Listener listener;
    @Nullable String root;
    @Nullable IngestionException refusal;
    @Nullable Error defect;
    @Nullable CountDownLatch hung;
    volatile int open;
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Watch watch(SourceSettings source, Listener told) {
      CountDownLatch waits = hung;
      if (waits != null) {
        awaitUninterruptibly(waits);
      }
      if (refusal != null) {
        throw refusal;
      } else if (defect != null) {
        throw defect;
      }
      listener = told;
      root = source.root();
      open++;
      return () -> {
        open--;
        closed.countDown();
      };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts", e);
      }
    }

    Listener tell() {
      return Objects.requireNonNull(listener);
    }
  }

  /** Real threads by the clock of the test. */
  private final class ClockedThreads implements Threads {
    private final Threads real = new MachineThreads();

    @Override
    public Worker start(String name, Runnable body) {
      return real.start(name, body);
    }

    @Override
    public Lock lock() {
      return real.lock();
    }

    @Override
    public Signal signal() {
      return real.signal();
    }

    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public int parallelism() {
      return real.parallelism();
    }
  }
}
