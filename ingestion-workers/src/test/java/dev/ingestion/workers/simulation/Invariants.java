package dev.ingestion.workers.simulation;

import static dev.ingestion.workers.simulation.Violation.unless;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises to one knowledge base, held against every call that a process makes of its ports.
 * Stands between the planted defects and the real ports, and keeps books of its own: it believes
 * neither.
 */
final class Invariants implements Between {
  private final KnowledgeBaseId kb;
  private final World world;
  private final Scheduler scheduler;
  private final Truth truth;
  private final StoredState stored;
  private final Map<Long, Held> claims = new HashMap<>();
  private final Map<JobId, JobLease> leases = new HashMap<>();
  private final Map<Long, IndexSwitch> told = new HashMap<>();
  private @Nullable Job previous;
  private long editsAtStart;

  Invariants(
      KnowledgeBaseId kb, World world, Scheduler scheduler, Truth truth, StoredState stored) {
    this.kb = kb;
    this.world = world;
    this.scheduler = scheduler;
    this.truth = truth;
    this.stored = stored;
  }

  private record Held(ClaimToken token, long deadline) {}

  /** A command was given: what it lists is not older than this. */
  void commandGiven() {
    editsAtStart = truth.edits();
  }

  @Override
  public Object call(String point, Object[] arguments, Call port) throws Throwable {
    if (!concerns(arguments)) {
      return port.with(arguments);
    }
    try {
      before(point, arguments);
      Object result = port.with(arguments);
      after(point, arguments, result);
      return result;
    } catch (Violation broken) {
      scheduler.violate(broken); // the engine outlives errors, and must not outlive this one
      throw broken;
    }
  }

  /** Whether a call may be about the knowledge base. */
  private boolean concerns(Object[] arguments) {
    Object first = arguments.length == 0 ? null : arguments[0];
    if (first instanceof IndexRef ref) {
      return ref.kb().equals(kb);
    } else if (first instanceof JobLease lease) {
      return lease.kb().equals(kb);
    } else if (first instanceof Job job) {
      return job.kb().equals(kb);
    }
    return !(first instanceof KnowledgeBaseId id) || id.equals(kb);
  }

  private void before(String point, Object[] arguments) {
    switch (point) {
      case "DocumentLedger.forgetSwitches" -> requireDurable(castSequences(arguments[1]));
      case "JobRepository.insert", "JobRepository.update" ->
          previous = stored.jobs().find(next(arguments).id()).orElse(null);
      default -> {}
    }
  }

  private void after(String point, Object[] arguments, Object result) {
    switch (point) {
      case "WorkQueue.claim" ->
          ((List<?>) result)
              .forEach(
                  claim -> {
                    if (((Claim) claim).kb().equals(kb)) {
                      claimed((Claim) claim, arguments);
                    }
                  });
      case "WorkQueue.extend" -> extended((ClaimToken) arguments[0], arguments[1], result);
      case "WorkQueue.release" ->
          claims.values().removeIf(h -> ((Collection<?>) arguments[0]).contains(h.token()));
      case "WorkQueue.voidClaims" -> claims.clear();
      case "Checkpoints.acknowledge" -> acknowledged(castResults(arguments[2]), castTokens(result));
      case "JobRepository.lease" -> leases.put((JobId) arguments[0], (JobLease) result);
      case "JobRepository.insert", "JobRepository.update" -> {
        if (arguments[0] instanceof JobLease) {
          requireLease(arguments[0]);
        }
        changed(next(arguments));
      }
      case "JobRepository.progress", "JobRepository.settle" -> requireLease(arguments[0]);
      case "DocumentLedger.stage" -> {
        requireLease(arguments[0]);
        requireRunning(((JobLease) arguments[0]).job());
        stored.staged((StagedWork) arguments[2]);
      }
      case "DocumentLedger.record",
          "DocumentLedger.retireUnsealed",
          "DocumentLedger.takeUpLetters" ->
          requireLease(arguments[0]);
      case "DocumentLedger.remove", "DocumentLedger.abandon" -> {
        requireLease(arguments[0]);
        forget(point);
      }
      case "DocumentLedger.switches" ->
          castSwitches(result).forEach(change -> told.put(change.sequence(), change));
      default -> {}
    }
    if (point.startsWith("ChunkIndex.") && !point.equals("ChunkIndex.vectors")) {
      requireWholeVersions();
    } else if (point.startsWith("DocumentLedger.") || point.startsWith("Checkpoints.")) {
      stored.noteLive();
      requireCounts();
    }
  }

  /** The batches of what was abandoned are gone, and with them the claims on them. */
  private void forget(String point) {
    if (point.endsWith("abandon")) {
      claims.clear();
    }
  }

  // Claims: one owner of a batch at a time, and nobody else acknowledges it

  private void claimed(Claim claim, Object[] arguments) {
    long now = scheduler.nanoTime();
    for (var batch : claim.batches()) {
      Held held = claims.get(batch.id());
      unless(
          held == null || held.deadline() <= now,
          "Batch %d was claimed by %s while %s held it",
          batch.id(),
          claim.token(),
          held);
      long deadline = now + ((Duration) arguments[3]).toNanos();
      claims.put(batch.id(), new Held(claim.token(), deadline));
    }
  }

  private void extended(ClaimToken token, Object lease, Object held) {
    if ((Boolean) held) {
      long deadline = scheduler.nanoTime() + ((Duration) lease).toNanos();
      claims.replaceAll(
          (batch, held1) -> held1.token().equals(token) ? new Held(token, deadline) : held1);
    }
  }

  private void acknowledged(List<ClaimResult> results, Set<ClaimToken> refused) {
    for (ClaimResult result : results) {
      if (!refused.contains(result.token())) {
        requireRunning(result.job());
        for (var batch : result.batches()) {
          Held held = claims.remove(batch.id());
          unless(
              held != null && held.token().equals(result.token()),
              "P5: %s acknowledged batch %d, which is held by %s",
              result.token(),
              batch.id(),
              held);
        }
        requireAcknowledgedIsDurable(result);
      }
    }
  }

  private void requireAcknowledgedIsDurable(ClaimResult result) {
    for (var batch : result.batches()) {
      for (WorkItem item : batch.items()) {
        boolean failed =
            result.failures().stream().anyMatch(failure -> isOf(failure, item))
                || result.retries().stream().anyMatch(retry -> retry.items().contains(item));
        unless(
            failed || !stored.isWanted(item.generation()) || stored.isDurable(item),
            "P1: chunk %s of generation %s was acknowledged and is in no commit of the index",
            item.chunk().ordinal(),
            item.generation());
      }
    }
  }

  private static boolean isOf(Failure failure, WorkItem item) {
    return failure.generation().equals(item.generation())
        && failure.ordinal() == item.chunk().ordinal();
  }

  private void requireDurable(Collection<Long> sequences) {
    for (long sequence : sequences) {
      IndexSwitch change = told.get(sequence);
      Generation promoted = change.promoted();
      Generation retired = change.retired();
      unless(
          promoted == null || !stored.isLive(promoted) || stored.isShownDurably(promoted),
          "P1: the switch to generation %s is forgotten and in no commit of the index",
          promoted);
      unless(
          retired == null || !stored.isShownDurably(retired),
          "P4: the end of generation %s is forgotten and in no commit of the index",
          retired);
    }
  }

  // Jobs

  private void requireLease(Object lease) {
    JobLease used = (JobLease) lease;
    unless(
        used.equals(leases.get(used.job())),
        "P5: %s was accepted although %s is newer",
        used,
        leases.get(used.job()));
  }

  /** PAUSED, like every other rest, means that no thread of the job does anything any more. */
  private void requireRunning(JobId job) {
    JobStatus status = stored.jobs().find(job).orElseThrow().status();
    unless(status == JobStatus.RUNNING, "Work was stored of job %s, which is %s", job, status);
  }

  /** What a job is to be next, with or without a lease before it. */
  private static Job next(Object[] arguments) {
    return (Job) (arguments[0] instanceof JobLease ? arguments[1] : arguments[0]);
  }

  private void changed(Job next) {
    Job last = previous;
    unless(
        last == null || next.version() == last.version() + 1,
        "Version %d of job %s was stored over %s",
        next.version(),
        next.id(),
        last);
    unless(
        last == null
            || next.status() == last.status()
            || last.status().next().contains(next.status()),
        "Job %s went from %s to %s",
        next.id(),
        last == null ? null : last.status(),
        next.status());
    if (next.status() == JobStatus.FAILED && next.error() != null) {
      ErrorCode code = next.error().code();
      unless(
          code != ErrorCode.INTERNAL_ERROR && code != ErrorCode.INDEX_DAMAGED,
          "The job failed for a defect: %s",
          next.error());
    }
    if (next.status() == JobStatus.COMPLETED) {
      completed(next);
    }
  }

  private void completed(Job next) {
    Job job = stored.jobs().find(next.id()).orElseThrow();
    unless(job.documents().balanced(), "P3: %s does not balance", job.documents());
    unless(
        job.chunks().queued() == job.chunks().indexed() + job.chunks().dead(),
        "P3: %s leaves chunks behind",
        job.chunks());
    stored.requireAgreement(job);
    if (world.isCalm()) {
      stored.requireSwept(); // what a frozen consumer stages after the sweep goes with the next
    }
    if (truth.edits() == editsAtStart) {
      truth.settled(stored.found());
    }
  }

  private void requireCounts() {
    for (Job job : stored.jobs().history(kb, 1)) {
      var documents = job.documents();
      var chunks = job.chunks();
      unless(
          documents.indexed() >= 0
              && documents.removed() >= 0
              && chunks.queued() >= 0
              && chunks.indexed() >= 0
              && chunks.dead() >= 0
              && chunks.indexed() + chunks.dead() <= chunks.queued(),
          "Counts make no sense: %s, %s",
          documents,
          chunks);
    }
  }

  // The index

  /** At every moment: of each document one whole version or none, and one that may be found. */
  void requireWholeVersions() {
    Map<String, String> found = stored.found();
    for (String path : Contents.PATHS) {
      String version = found.getOrDefault(path, Truth.NONE);
      unless(
          truth.allows(path, version),
          "P2/P4: %s is found as %s, which is none of %s",
          path,
          version,
          truth.allowed(path));
    }
  }

  // What reflection has lost

  @SuppressWarnings("unchecked")
  private static Collection<Long> castSequences(Object argument) {
    return (Collection<Long>) argument;
  }

  @SuppressWarnings("unchecked")
  private static List<ClaimResult> castResults(Object argument) {
    return (List<ClaimResult>) argument;
  }

  @SuppressWarnings("unchecked")
  private static Set<ClaimToken> castTokens(Object result) {
    return (Set<ClaimToken>) result;
  }

  @SuppressWarnings("unchecked")
  private static List<IndexSwitch> castSwitches(Object result) {
    return (List<IndexSwitch>) result;
  }
}
