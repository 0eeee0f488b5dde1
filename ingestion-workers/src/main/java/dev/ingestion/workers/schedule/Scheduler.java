package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.workers.runtime.Threads;
import dev.ingestion.workers.schedule.ScheduledRuns.Standing;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the schedules, in a process that stays to serve: looks at all of them whenever one may be
 * due, something has changed, or a while has passed.
 */
public final class Scheduler implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

  /** Between two looks at most: a wall clock that is set, or a machine that slept, is noticed. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** While something is waited for that tells nobody. */
  static final Duration SOON = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScheduleRepository schedules;
  private final NextRuns next;
  private final ScheduledRuns runs;
  private final FollowedSchedules followed;
  private final Bell bell;
  private final Threads threads;
  private final InstantSource clock;
  private final UnreadableSchedules unreadable = new UnreadableSchedules();
  private volatile boolean closing;
  private Threads.@Nullable Worker worker;

  @Inject
  Scheduler(
      ScheduleRepository schedules,
      NextRuns next,
      ScheduledRuns runs,
      FollowedSchedules followed,
      Bell bell,
      Threads threads,
      InstantSource clock) {
    this.schedules = schedules;
    this.next = next;
    this.runs = runs;
    this.followed = followed;
    this.bell = bell;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public Phase phase() {
    return Phase.SERVE;
  }

  @Override
  public void start() {
    worker = threads.start("scheduler", this::run);
  }

  @Override
  public void close() {
    closing = true;
    bell.ring();
    Threads.Worker running = worker;
    if (running != null && !running.join(PATIENCE)) {
      log.warn("The scheduler does not come to rest; a run that it begins now is kept");
    }
    followed.close();
  }

  private void run() {
    while (!closing) {
      bell.await(look());
    }
  }

  /**
   * Looks at every schedule once.
   *
   * @return when to look again, unless the bell rings before
   */
  Duration look() {
    try {
      List<ScheduledSource> readable = readable();
      followed.only(readable);
      Duration left = LONGEST;
      for (ScheduledSource schedule : readable) {
        Duration wanted = closing ? LONGEST : look(schedule);
        left = wanted.compareTo(left) < 0 ? wanted : left;
      }
      return left;
    } catch (RuntimeException | Error e) {
      log.error("The schedules cannot be looked at, which is tried again", e);
      return LONGEST;
    }
  }

  private List<ScheduledSource> readable() {
    Instant now = clock.instant();
    List<StoredSchedule> all =
        schedules.list().stream().map(stored -> next.read(stored, now)).toList();
    unreadable.tell(all);
    return all.stream()
        .filter(ScheduledSource.class::isInstance)
        .map(ScheduledSource.class::cast)
        .toList();
  }

  /** One schedule that cannot be seen to must not keep the others from their runs. */
  private Duration look(ScheduledSource schedule) {
    @Nullable FollowedSource source = null;
    boolean changed = false;
    Standing standing = Standing.AT_REST;
    try {
      source = followed.of(schedule);
      changed = source != null && source.take();
      standing = runs.look(schedule, changed);
    } catch (RuntimeException | Error e) {
      if (!isConcurrentChange(e)) {
        log.error("The schedule of {} cannot be seen to, which is tried again", schedule.kb(), e);
      }
    }
    boolean seenTo = standing == Standing.BEGUN || standing == Standing.REFUSED;
    if (changed && source != null && !seenTo) {
      source.putBack();
    }
    return left(schedule, source, standing);
  }

  private static boolean isConcurrentChange(Throwable e) {
    return e instanceof IngestionException known && known.code() == ErrorCode.CONCURRENT_CHANGE;
  }

  private Duration left(
      ScheduledSource schedule, @Nullable FollowedSource source, Standing standing) {
    if (standing != Standing.AT_REST && standing != Standing.REFUSED) {
      return SOON;
    }
    Duration left = source == null ? LONGEST : source.dueIn();
    Duration untilNext = Duration.between(clock.instant(), schedule.nextRun());
    boolean next = !schedule.paused() && untilNext.compareTo(left) < 0;
    return next ? atLeastAMoment(untilNext) : left;
  }

  /** The schedule as it was seen may be due although it has just been seen to. */
  private static Duration atLeastAMoment(Duration left) {
    return left.isNegative() ? SOON : left.plusMillis(1);
  }
}
