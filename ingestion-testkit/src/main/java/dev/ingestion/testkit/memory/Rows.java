package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.Revision;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.ports.out.DeadLetters.Content;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StartRequest;
import dev.ingestion.ports.out.StoredSettings;
import dev.ingestion.ports.out.WorkItem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything that the database holds. A transaction changes a copy. */
final class Rows {
  static final Comparator<KnowledgeBaseId> BY_ID = Comparator.comparing(KnowledgeBaseId::value);

  final SortedMap<KnowledgeBaseId, Base> bases = new TreeMap<>(BY_ID);

  /** By number, so that the newest is last. */
  final SortedMap<Long, StoredJob> jobs = new TreeMap<>();

  final List<JobEvent> events = new ArrayList<>();
  final SortedMap<Long, StoredLetter> letters = new TreeMap<>();
  final SortedMap<Long, DocumentRow> documents = new TreeMap<>();
  final SortedMap<Generation, StoredGeneration> generations = new TreeMap<>();
  final SortedMap<Long, Batch> batches = new TreeMap<>();
  final SortedMap<Long, Switch> switches = new TreeMap<>();
  final List<StoredSchedule> schedules = new ArrayList<>();
  final List<ApiToken> tokens = new ArrayList<>();
  final List<StartRequest> requests = new ArrayList<>();
  final SortedMap<KnowledgeBaseId, StoredSettings> settings = new TreeMap<>(BY_ID);
  final Set<UnreadSource> unread = new HashSet<>();
  long nextGeneration = 1;
  private long lastNumber;

  /** A source that is not read yet since the database was lost. */
  record UnreadSource(KnowledgeBaseId kb, SourceName source) {}

  Rows() {}

  Rows(Rows from) {
    bases.putAll(from.bases);
    jobs.putAll(from.jobs);
    events.addAll(from.events);
    letters.putAll(from.letters);
    from.documents.forEach((id, document) -> documents.put(id, new DocumentRow(document)));
    generations.putAll(from.generations);
    batches.putAll(from.batches);
    switches.putAll(from.switches);
    unread.addAll(from.unread);
    schedules.addAll(from.schedules);
    tokens.addAll(from.tokens);
    requests.addAll(from.requests);
    settings.putAll(from.settings);
    nextGeneration = from.nextGeneration;
    lastNumber = from.lastNumber;
  }

  /**
   * @param sources by their names
   * @param priority with which what waits for it is served
   */
  record Base(
      KnowledgeBase base, SortedMap<String, SourceSettings> sources, JobPriority priority) {}

  /**
   * @param lease the token of whoever may produce; null if nobody may
   */
  record StoredJob(long number, Job job, @Nullable String lease) {
    StoredJob with(Job changed) {
      return new StoredJob(number, changed, lease);
    }
  }

  /**
   * @param remaining chunks not acknowledged yet, once sealed; until then what was acknowledged,
   *     negative
   * @param dead how many of those remaining are given up, and no job has them
   */
  record StoredGeneration(
      KnowledgeBaseId kb,
      Revision revision,
      PipelineFingerprint fingerprint,
      boolean sealed,
      List<ChunkId> chunkIds,
      long remaining,
      int dead) {
    StoredGeneration sealedWith(List<ChunkId> ids) {
      return new StoredGeneration(
          kb, revision, fingerprint, true, ids, remaining + ids.size(), dead);
    }

    StoredGeneration acknowledged(long chunks) {
      return new StoredGeneration(
          kb, revision, fingerprint, sealed, chunkIds, remaining - chunks, dead);
    }

    StoredGeneration withDead(int chunks) {
      return new StoredGeneration(kb, revision, fingerprint, sealed, chunkIds, remaining, chunks);
    }

    boolean isWhole() {
      return sealed && remaining == 0;
    }
  }

  /**
   * @param document its row
   */
  record StoredLetter(KnowledgeBaseId kb, long document, Content content) {}

  /**
   * When chunks that failed are due again.
   *
   * @param since when that was decided
   */
  record Postponed(int attempts, Instant since, Instant until) {
    static final Postponed NEVER = new Postponed(0, Instant.MIN, Instant.MIN);

    /** A clock that was set back makes everything due. */
    boolean isDue(Instant now) {
      return !until.isAfter(now) || since.isAfter(now);
    }
  }

  /**
   * @param since when it was enqueued
   * @param token of the claim on it; null if there is none
   */
  record Batch(
      KnowledgeBaseId kb,
      JobId job,
      List<WorkItem> items,
      Instant since,
      Postponed postponed,
      @Nullable ClaimToken token,
      long deadline) {
    Batch claimed(@Nullable ClaimToken by, long until) {
      return new Batch(kb, job, items, since, postponed, by, until);
    }

    long bytes() {
      return items.stream()
          .mapToLong(item -> 16L + item.chunk().text().getBytes(StandardCharsets.UTF_8).length)
          .sum();
    }
  }

  record Switch(KnowledgeBaseId kb, IndexSwitch told) {}

  /** A number that no other row has, greater than all before it. */
  long number() {
    return ++lastNumber;
  }

  /** Has what waits for a knowledge base served by a priority. */
  void prioritize(KnowledgeBaseId kb, JobPriority priority) {
    bases.computeIfPresent(kb, (id, base) -> new Base(base.base(), base.sources(), priority));
  }

  void enqueue(KnowledgeBaseId kb, JobId job, List<WorkItem> items, Instant now) {
    enqueue(kb, job, items, now, Postponed.NEVER);
  }

  void enqueue(
      KnowledgeBaseId kb, JobId job, List<WorkItem> items, Instant now, Postponed postponed) {
    batches.put(number(), new Batch(kb, job, items, now, postponed, null, 0));
  }

  void tell(
      KnowledgeBaseId kb,
      @Nullable Generation promoted,
      int promotedChunks,
      @Nullable Generation retired) {
    long sequence = number();
    switches.put(
        sequence, new Switch(kb, new IndexSwitch(sequence, promoted, promotedChunks, retired)));
  }

  @Nullable StoredJob job(JobId id) {
    return jobs.values().stream().filter(row -> row.job().id().equals(id)).findFirst().orElse(null);
  }

  void changeJob(JobId id, UnaryOperator<Job> change) {
    StoredJob row = job(id);
    if (row != null) {
      jobs.put(row.number(), row.with(change.apply(row.job())));
    }
  }

  void addToDocuments(JobId id, long indexed, long removed, Instant now) {
    changeJob(
        id,
        job -> {
          DocumentCounts counts = job.documents();
          DocumentCounts next =
              new DocumentCounts(
                  counts.seen(),
                  counts.indexed() + indexed,
                  counts.unchanged(),
                  counts.skipped(),
                  counts.failed(),
                  counts.removed() + removed);
          return counted(job, next, job.chunks(), now);
        });
  }

  void addToChunks(JobId id, ChunkCounts more, Instant now) {
    changeJob(
        id,
        job -> {
          ChunkCounts counts = job.chunks();
          ChunkCounts next =
              new ChunkCounts(
                  counts.queued() + more.queued(),
                  counts.embedded() + more.embedded(),
                  counts.indexed() + more.indexed(),
                  counts.dead() + more.dead());
          return counted(job, job.documents(), next, now);
        });
  }

  static Job counted(Job job, DocumentCounts documents, ChunkCounts chunks, Instant now) {
    return with(job, documents, chunks, job.phase(), job.waiting(), now);
  }

  /** A job with the time until now added to that which was worked. */
  static Job worked(Job job, Instant now) {
    return new Job(
        job.id(),
        job.kb(),
        job.source(),
        job.root(),
        job.pipeline(),
        job.allowMassDelete(),
        job.priority(),
        job.status(),
        job.phase(),
        job.version(),
        job.intent(),
        job.documents(),
        job.chunks(),
        job.waiting(),
        job.error(),
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        job.updatedAt(),
        job.worked().until(now));
  }

  /** A job with other counts and another standing of its work. */
  static Job with(
      Job job,
      DocumentCounts documents,
      ChunkCounts chunks,
      JobPhase phase,
      @Nullable String waiting,
      Instant now) {
    return new Job(
        job.id(),
        job.kb(),
        job.source(),
        job.root(),
        job.pipeline(),
        job.allowMassDelete(),
        job.priority(),
        job.status(),
        phase,
        job.version(),
        job.intent(),
        documents,
        chunks,
        waiting,
        job.error(),
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        now,
        job.worked());
  }
}
