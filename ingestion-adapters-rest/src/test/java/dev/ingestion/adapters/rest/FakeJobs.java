package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Jobs that are as a test says. Only what event streams ask is answered. */
final class FakeJobs implements IngestionService {
  private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

  final AtomicInteger looks = new AtomicInteger();
  volatile RuntimeException failure;
  volatile Runnable whileLooking = () -> {};
  private final Map<String, IngestionState> states = new ConcurrentSkipListMap<>();

  /** Those that others came after, the newest first. */
  private final List<IngestionState> earlier = new CopyOnWriteArrayList<>();

  void set(String kb, JobStatus status, long seen) {
    states.put(kb, state(kb, status, seen, Duration.ofSeconds(1)));
  }

  void set(IngestionState state) {
    states.put(state.kb().value(), state);
  }

  void remove(String kb) {
    states.remove(kb);
  }

  /** Ends the latest job in a way, and begins another. */
  void next(String kb, String job, JobStatus ending, JobStatus status) {
    IngestionState latest = states.get(kb);
    if (latest != null) {
      earlier.add(
          0, state(kb, latest.job().value(), ending, 9, Duration.ofSeconds(9), ChunkCounts.ZERO));
    }
    states.put(kb, state(kb, job, status, 1, Duration.ofSeconds(1), ChunkCounts.ZERO));
  }

  static IngestionState state(String kb, JobStatus status, long seen, Duration elapsed) {
    return state(kb, "job-" + kb, status, seen, elapsed, ChunkCounts.ZERO);
  }

  /** One that has so many chunks in the index. */
  static IngestionState indexing(String kb, JobStatus status, long chunks) {
    return state(
        kb,
        "job-" + kb,
        status,
        1,
        Duration.ofSeconds(1),
        new ChunkCounts(chunks, chunks, chunks, 0));
  }

  private static IngestionState state(
      String kb, String job, JobStatus status, long seen, Duration elapsed, ChunkCounts chunks) {
    return new IngestionState(
        new KnowledgeBaseId(kb),
        new JobId(job),
        SourceName.DEFAULT,
        "/srv/" + kb,
        JobPriority.DEFAULT,
        status,
        JobPhase.EMBEDDING,
        status.ordinal(),
        false,
        new DocumentCounts(seen, seen, 0, 0, 0, 0),
        chunks,
        seen / 10.0,
        null,
        null,
        null,
        CREATED,
        CREATED,
        null,
        CREATED,
        elapsed);
  }

  @Override
  public List<IngestionState> list() {
    looks.incrementAndGet();
    whileLooking.run();
    if (failure != null) {
      throw failure;
    }
    return List.copyOf(states.values());
  }

  @Override
  public Optional<IngestionState> status(KnowledgeBaseId kb) {
    IngestionState state = states.get(kb.value());
    if (state == null) {
      throw new IngestionException(
          ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base " + kb);
    }
    return Optional.of(state);
  }

  @Override
  public IngestionState start(StartIngestion command) {
    throw notAskedFor();
  }

  @Override
  public IngestionState start(StartIngestion command, RequestKey key) {
    throw notAskedFor();
  }

  @Override
  public IngestionState pause(KnowledgeBaseId kb) {
    throw notAskedFor();
  }

  @Override
  public IngestionState resume(KnowledgeBaseId kb) {
    throw notAskedFor();
  }

  @Override
  public IngestionState cancel(KnowledgeBaseId kb) {
    throw notAskedFor();
  }

  @Override
  public IngestionState prioritize(KnowledgeBaseId kb, JobPriority priority) {
    throw notAskedFor();
  }

  @Override
  public List<IngestionState> pauseAll() {
    throw notAskedFor();
  }

  @Override
  public List<IngestionState> cancelAll() {
    throw notAskedFor();
  }

  @Override
  public List<IngestionState> history(KnowledgeBaseId kb, int limit) {
    throw notAskedFor();
  }

  @Override
  public List<IngestionState> jobs(
      Set<KnowledgeBaseId> kbs, JobStatus status, JobId before, int limit) {
    return Stream.concat(states.values().stream(), earlier.stream())
        .filter(job -> kbs.contains(job.kb()))
        .limit(limit)
        .toList();
  }

  @Override
  public IngestionState job(JobId job) {
    throw notAskedFor();
  }

  @Override
  public List<JobEvent> events(JobId job, int limit) {
    throw notAskedFor();
  }

  @Override
  public List<IngestionState> takeUp() {
    throw notAskedFor();
  }

  @Override
  public boolean isAtWork(KnowledgeBaseId kb) {
    throw notAskedFor();
  }

  @Override
  public IngestionState await(KnowledgeBaseId kb, Duration timeout) {
    throw notAskedFor();
  }

  private static AssertionError notAskedFor() {
    return new AssertionError("not asked for");
  }
}
