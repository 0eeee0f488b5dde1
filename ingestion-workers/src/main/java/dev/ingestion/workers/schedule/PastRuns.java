package dev.ingestion.workers.schedule;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.out.JobRepository;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the jobs tell about the runs of a schedule. Thread-safe. */
final class PastRuns {
  private static final int EVENTS = 100;
  private static final int JOBS = 1_000;

  private final JobRepository jobs;

  @Inject
  PastRuns(JobRepository jobs) {
    this.jobs = jobs;
  }

  /**
   * The latest job of a source, as the run that a schedule which is made now begins with. It is
   * looked for among so many jobs of the knowledge base as there may reasonably be.
   */
  Optional<LastRun> latest(KnowledgeBaseId kb, SourceName source) {
    return jobs.history(kb, JOBS).stream()
        .filter(job -> job.source().equals(source))
        .findFirst()
        .map(job -> LastRun.started(job.createdAt(), job.id()));
  }

  /** The latest run with what has come of its job up to now; null before the first. */
  @Nullable LastRun settled(ScheduledSource schedule) {
    LastRun last = schedule.last();
    JobId id = last == null ? null : last.job();
    if (last == null || id == null || last.outcome().isFinal()) {
      return last;
    }
    return jobs.find(id).map(job -> settled(last, job)).orElse(last);
  }

  private static LastRun settled(LastRun last, Job job) {
    return new LastRun(last.at(), last.job(), RunOutcome.of(job.status()), message(job));
  }

  private static String message(Job job) {
    JobError error = job.error();
    if (error != null) {
      return error.message();
    }
    long failed = job.status() == JobStatus.COMPLETED ? job.documents().failed() : 0;
    return failed == 0 ? "" : failed + (failed == 1 ? " document failed" : " documents failed");
  }

  /**
   * The job that was begun for this source, or gone on with, at an instant or later, whoever asked
   * for it: it has listed the source since, so whatever was due then is done.
   */
  Optional<Job> begunSince(ScheduledSource schedule, Instant due) {
    return jobs.latest(schedule.kb())
        .filter(job -> job.source().equals(schedule.source()))
        .filter(job -> !job.createdAt().isBefore(due) || isResumedSince(job, due));
  }

  private boolean isResumedSince(Job job, Instant due) {
    return jobs.events(job.id(), EVENTS).stream()
        .anyMatch(
            event ->
                event.kind() == JobEvent.Kind.STATUS_CHANGED
                    && event.status() == JobStatus.RUNNING
                    && !event.at().isBefore(due));
  }

  /** The job that keeps the knowledge base from another run. A failed one is gone on with. */
  Optional<Job> inTheWay(ScheduledSource schedule) {
    return jobs.active(schedule.kb()).filter(job -> !isToBeResumed(job, schedule));
  }

  private static boolean isToBeResumed(Job job, ScheduledSource schedule) {
    return job.status() == JobStatus.FAILED
        && job.intent() == null
        && job.source().equals(schedule.source());
  }
}
