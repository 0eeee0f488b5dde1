package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.ports.out.SourceSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to one schedule at a time: records what came of its latest run, and begins the next when
 * that is due and nothing is in its way.
 *
 * <p>A job is started first, and the schedule moved on afterwards. Dying in between is no harm: a
 * schedule that is due finds the job that was begun since, and takes it for its run.
 */
final class ScheduledRuns {
  private static final Logger log = LoggerFactory.getLogger(ScheduledRuns.class);

  /** When a start that failed for a passing reason is tried again, if nothing is due before. */
  static final Duration BEFORE_ANOTHER_TRY = Duration.ofMinutes(1);

  private final ScheduleRepository schedules;
  private final KnowledgeBaseRepository knowledgeBases;
  private final PastRuns past;
  private final NextRuns next;
  private final IngestionService ingestion;
  private final InstantSource clock;

  @Inject
  ScheduledRuns(
      ScheduleRepository schedules,
      KnowledgeBaseRepository knowledgeBases,
      PastRuns past,
      NextRuns next,
      IngestionService ingestion,
      InstantSource clock) {
    this.schedules = schedules;
    this.knowledgeBases = knowledgeBases;
    this.past = past;
    this.next = next;
    this.ingestion = ingestion;
    this.clock = clock;
  }

  /** How a schedule stands after it was looked at. */
  enum Standing {
    /** There is nothing to do before its next run. */
    AT_REST,
    /** Its job has not ended. */
    RUNNING,
    /** A job was begun just now. */
    BEGUN,
    /** A run is wanted, and something is in its way. */
    HELD,
    /** A run was wanted and refused, which is recorded as its outcome. */
    REFUSED
  }

  /**
   * @param changed whether a run is wanted for the source has changed, due or not
   * @throws IngestionException CONCURRENT_CHANGE if somebody else changed the schedule meanwhile;
   *     whatever the storage throws
   */
  Standing look(ScheduledSource stored, boolean changed) {
    ScheduledSource schedule = withinReach(settled(stored));
    Instant now = clock.instant();
    if (schedule.isDue(now)) {
      Optional<Job> begun = past.begunSince(schedule, schedule.nextRun());
      if (begun.isPresent()) {
        log.info("Job {} was the run of {} that was due", begun.get().id(), name(schedule));
        ran(
            schedule,
            LastRun.started(began(begun.get(), schedule.nextRun(), now), begun.get().id()),
            now);
        return Standing.RUNNING;
      }
      if (isHeldOff(schedule, now)) {
        return Standing.REFUSED;
      }
    }
    if (!schedule.isDue(now) && (schedule.paused() || !changed)) {
      return isRunning(schedule) ? Standing.RUNNING : Standing.AT_REST;
    }
    return past.inTheWay(schedule).isPresent() ? Standing.HELD : begin(schedule, now);
  }

  private static boolean isRunning(ScheduledSource schedule) {
    LastRun last = schedule.last();
    return last != null && last.outcome() == RunOutcome.STARTED;
  }

  /** Whether the run that is due was refused for a passing reason, and that only just now. */
  private static boolean isHeldOff(ScheduledSource schedule, Instant now) {
    LastRun last = schedule.last();
    return last != null
        && last.outcome() == RunOutcome.REFUSED
        && !last.at().isBefore(schedule.nextRun())
        && now.isBefore(last.at().plus(BEFORE_ANOTHER_TRY));
  }

  /** When a job of others that did what was due began, or was gone on with. */
  private static Instant began(Job job, Instant due, Instant now) {
    return job.createdAt().isBefore(due) ? now : job.createdAt();
  }

  private ScheduledSource settled(ScheduledSource schedule) {
    LastRun last = past.settled(schedule);
    return last == null || last.equals(schedule.last())
        ? schedule
        : store(schedule.ran(last, schedule.nextRun()));
  }

  /** A clock that was wrong once must not put the next run off for years. */
  private ScheduledSource withinReach(ScheduledSource schedule) {
    Instant latest = next.first(schedule.schedule(), clock.instant());
    return schedule.nextRun().isAfter(latest) ? store(schedule.planned(latest)) : schedule;
  }

  private Standing begin(ScheduledSource schedule, Instant now) {
    try {
      IngestionState state = ingestion.start(command(schedule));
      log.info("Job {} is a run of {}", state.job(), name(schedule));
      ran(schedule, LastRun.started(now, state.job()), now);
      return Standing.BEGUN;
    } catch (IngestionException e) {
      return refused(schedule, now, e);
    }
  }

  private StartIngestion command(ScheduledSource schedule) {
    SourceSettings source =
        knowledgeBases
            .findSource(schedule.kb(), schedule.source())
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.SOURCE_NOT_FOUND,
                        "Knowledge base '%s' has no source '%s' any more"
                            .formatted(schedule.kb(), schedule.source())));
    return new StartIngestion(
        schedule.kb(),
        schedule.pipeline(),
        source.name(),
        source.root(),
        source.include(),
        source.exclude(),
        source.hidden(),
        false,
        schedule.priority());
  }

  /**
   * Whoever is in the way will be gone sometime; anything else is an outcome like others. After a
   * passing reason the run stays due, so that its schedule keeps its beat.
   */
  private Standing refused(ScheduledSource schedule, Instant now, IngestionException why) {
    if (why.code().isInTheWay()) {
      return Standing.HELD;
    }
    log.warn("A run of {} could not be started: {}", name(schedule), why.getMessage());
    LastRun refusal =
        LastRun.refused(now, Objects.requireNonNullElse(why.getMessage(), why.code().name()));
    Instant regular = following(schedule, now);
    boolean soon =
        schedule.isDue(now)
            && why.category() == ErrorCategory.TRANSIENT
            && now.plus(BEFORE_ANOTHER_TRY).isBefore(regular);
    store(schedule.ran(refusal, soon ? schedule.nextRun() : regular));
    return Standing.REFUSED;
  }

  private void ran(ScheduledSource schedule, LastRun run, Instant now) {
    store(schedule.ran(run, following(schedule, now)));
  }

  /** A run for the sake of changes leaves the regular ones as they are. */
  private Instant following(ScheduledSource schedule, Instant now) {
    return next.after(schedule.schedule(), schedule.nextRun(), now);
  }

  private ScheduledSource store(ScheduledSource changed) {
    schedules.update(changed);
    return changed;
  }

  private static String name(ScheduledSource schedule) {
    return "schedule '%s' of source %s of %s"
        .formatted(schedule.schedule(), schedule.source(), schedule.kb());
  }
}
