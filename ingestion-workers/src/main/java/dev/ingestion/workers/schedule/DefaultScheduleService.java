package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.ports.out.SourceSettings;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps schedules, and shows them with what the jobs tell about their runs. */
final class DefaultScheduleService implements ScheduleService {
  private static final int ATTEMPTS = 20;

  private final ScheduleRepository schedules;
  private final KnowledgeBaseRepository knowledgeBases;
  private final PastRuns past;
  private final NextRuns next;
  private final Followers followers;
  private final Bell bell;
  private final InstantSource clock;

  @Inject
  DefaultScheduleService(
      ScheduleRepository schedules,
      KnowledgeBaseRepository knowledgeBases,
      PastRuns past,
      NextRuns next,
      Followers followers,
      Bell bell,
      InstantSource clock) {
    this.schedules = schedules;
    this.knowledgeBases = knowledgeBases;
    this.past = past;
    this.next = next;
    this.followers = followers;
    this.bell = bell;
    this.clock = clock;
  }

  @Override
  public Instant firstRun(Schedule schedule) {
    return next.first(schedule, clock.instant());
  }

  @Override
  public Entry keep(StartIngestion command, Schedule schedule, boolean followed) {
    requireKnown(command.kb());
    SourceSettings source =
        knowledgeBases
            .findSource(command.kb(), command.source())
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Knowledge base '%s' has no source '%s'; ingest it once before it is scheduled"
                            .formatted(command.kb(), command.source())));
    if (followed) {
      followers.requireFollowable(source);
    }
    ScheduledSource wanted =
        new ScheduledSource(
            command.kb(),
            command.source(),
            command.pipeline(),
            command.priority(),
            schedule,
            followed,
            false,
            firstRun(schedule),
            past.latest(command.kb(), command.source()).orElse(null),
            1);
    return entry(retried(() -> insertOrReplace(wanted)));
  }

  private ScheduledSource insertOrReplace(ScheduledSource wanted) {
    Optional<StoredSchedule> known = schedules.find(wanted.kb(), wanted.source());
    if (known.isEmpty()) {
      schedules.insert(wanted);
      return wanted;
    }
    ScheduledSource replaced = known.get().rescheduled(wanted);
    schedules.update(replaced);
    return replaced;
  }

  @Override
  public List<Kept> list() {
    return kept(schedules.list());
  }

  @Override
  public List<Kept> list(KnowledgeBaseId kb) {
    requireKnown(kb);
    return kept(schedules.list(kb));
  }

  @Override
  public Kept show(KnowledgeBaseId kb, @Nullable SourceName source) {
    return kept(require(kb, source));
  }

  @Override
  public Entry pause(KnowledgeBaseId kb, @Nullable SourceName source) {
    return change(kb, source, is -> is.paused() ? is : is.paused(true, is.nextRun()));
  }

  @Override
  public Entry resume(KnowledgeBaseId kb, @Nullable SourceName source) {
    return change(kb, source, is -> is.paused() ? is.paused(false, firstRun(is.schedule())) : is);
  }

  @Override
  public Kept remove(KnowledgeBaseId kb, @Nullable SourceName source) {
    StoredSchedule removed = require(kb, source);
    schedules.delete(removed.kb(), removed.source());
    bell.ring();
    return kept(removed);
  }

  private Entry change(
      KnowledgeBaseId kb,
      @Nullable SourceName source,
      Function<ScheduledSource, ScheduledSource> change) {
    return entry(
        retried(
            () -> {
              ScheduledSource is = requireReadable(kb, source);
              ScheduledSource changed = change.apply(is);
              if (!changed.equals(is)) {
                schedules.update(changed);
              }
              return changed;
            }));
  }

  /** The scheduler changes them as well, a moment at a time. */
  private ScheduledSource retried(Supplier<ScheduledSource> change) {
    for (int attempt = 1; ; attempt++) {
      try {
        ScheduledSource changed = change.get();
        bell.ring();
        return changed;
      } catch (IngestionException e) {
        if (e.code() != ErrorCode.CONCURRENT_CHANGE || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private ScheduledSource requireReadable(KnowledgeBaseId kb, @Nullable SourceName source) {
    StoredSchedule is = next.read(require(kb, source), clock.instant());
    if (is instanceof UnreadableSchedule unreadable) {
      throw new IngestionException(
          ErrorCode.SCHEDULE_UNREADABLE,
          "The schedule of source '%s' of knowledge base '%s' cannot be read and is not run; remove it, or give the source another: %s"
              .formatted(unreadable.source(), kb, unreadable.reason()));
    }
    return (ScheduledSource) is;
  }

  private StoredSchedule require(KnowledgeBaseId kb, @Nullable SourceName source) {
    requireKnown(kb);
    List<StoredSchedule> known =
        schedules.list(kb).stream()
            .filter(schedule -> source == null || schedule.source().equals(source))
            .toList();
    if (known.isEmpty()) {
      String which = source == null ? "" : " for its source '%s'".formatted(source);
      throw new IngestionException(
          ErrorCode.UNKNOWN_SCHEDULE,
          "Knowledge base '%s' has no schedule%s; an interval or a cron expression gives it one"
              .formatted(kb, which));
    } else if (known.size() > 1) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "Several sources of knowledge base '%s' have a schedule; say which source: %s"
              .formatted(
                  kb,
                  known.stream()
                      .map(schedule -> schedule.source().value())
                      .collect(Collectors.joining(", "))));
    }
    return known.get(0);
  }

  private void requireKnown(KnowledgeBaseId kb) {
    if (knowledgeBases.find(kb).filter(known -> !known.deleting()).isEmpty()) {
      throw new UnknownKnowledgeBaseException(kb);
    }
  }

  private List<Kept> kept(List<StoredSchedule> stored) {
    return stored.stream().map(this::kept).toList();
  }

  private Kept kept(StoredSchedule stored) {
    StoredSchedule is = next.read(stored, clock.instant());
    return is instanceof UnreadableSchedule unreadable
        ? new Unreadable(is.kb(), is.source(), root(is), unreadable.reason())
        : entry((ScheduledSource) is);
  }

  private Entry entry(ScheduledSource stored) {
    LastRun last = past.settled(stored);
    ScheduledSource schedule = last == null ? stored : stored.with(last);
    return new Entry(schedule, root(schedule), waiting(schedule));
  }

  private String root(StoredSchedule schedule) {
    return knowledgeBases
        .findSource(schedule.kb(), schedule.source())
        .map(SourceSettings::root)
        .orElse("");
  }

  private @Nullable String waiting(ScheduledSource schedule) {
    if (!schedule.isDue(clock.instant())) {
      return null;
    }
    Optional<Job> other = past.inTheWay(schedule);
    return other
        .map(job -> "for job %s (%s) to end".formatted(job.id(), job.status().inWords()))
        .orElse("for a process that serves");
  }
}
