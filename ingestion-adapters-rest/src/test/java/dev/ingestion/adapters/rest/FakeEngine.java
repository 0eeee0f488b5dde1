package dev.ingestion.adapters.rest;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.UnknownJobException;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.VerificationService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Knowledge bases in memory, whose jobs never end by themselves. {@code handbook} is there from the
 * beginning. One request at a time.
 */
final class FakeEngine
    implements IngestionService,
        SettingsService,
        DocumentService,
        DocumentInspector,
        SearchService,
        VerificationService,
        RepairService {
  static final KnowledgeBaseId HANDBOOK = new KnowledgeBaseId("handbook");
  static final Instant NOW = Instant.parse("2026-11-24T03:15:00Z");

  final Map<String, Versioned> bases = new TreeMap<>();
  final List<IngestionState> jobs = new ArrayList<>();
  final List<StartIngestion> started = new ArrayList<>();
  final List<Document> documents = new ArrayList<>();
  final Map<String, byte[]> uploads = new TreeMap<>();
  final CountDownLatch verified = new CountDownLatch(1);
  private final Map<RequestKey, JobId> requests = new HashMap<>();

  int summaries;
  volatile @Nullable String logged;
  @Nullable RuntimeException failure;
  boolean verifyWaits;

  FakeEngine() {
    create(HANDBOOK, settings(KnowledgeBaseSettings.Kind.FOLDER, "/srv/docs"));
    document("a.md", State.INDEXED, null);
    document("b.bin", State.SKIPPED, ErrorCode.UNSUPPORTED_TYPE);
    document("sub/c d.pdf", State.FAILED, ErrorCode.DOCUMENT_ENCRYPTED);
  }

  static KnowledgeBaseSettings settings(KnowledgeBaseSettings.Kind kind, String root) {
    return new KnowledgeBaseSettings(
        SourceName.DEFAULT, kind, root, List.of(), List.of(), false, JobPriority.DEFAULT);
  }

  private void document(String path, State state, @Nullable ErrorCode code) {
    documents.add(
        new Document(
            new DocumentKey(SourceName.DEFAULT, path),
            state,
            code,
            code == null ? null : "It is " + code,
            state == State.INDEXED ? "0123" : null,
            state == State.INDEXED ? 3 : 0,
            new JobId("job-0"),
            "Title of " + path,
            "text/markdown"));
  }

  synchronized void require(KnowledgeBaseId kb) {
    if (failure != null) {
      throw failure;
    }
    if (!bases.containsKey(kb.value())) {
      throw new UnknownKnowledgeBaseException(kb);
    }
  }

  // --- jobs

  @Override
  public synchronized IngestionState start(StartIngestion command) {
    require(command.kb());
    if (latest(command.kb()).filter(job -> job.status() == JobStatus.RUNNING).isPresent()) {
      throw new IngestionException(ErrorCode.JOB_ACTIVE, "A job runs already");
    }
    started.add(command);
    IngestionState state =
        state(command.kb(), new JobId("job-" + (jobs.size() + 1)), JobStatus.RUNNING);
    jobs.add(state);
    return state;
  }

  @Override
  public synchronized IngestionState start(StartIngestion command, RequestKey key) {
    JobId known = requests.get(key);
    if (known != null) {
      if (!started.contains(command)) {
        throw new IngestionException(ErrorCode.IDEMPOTENCY_KEY_REUSED, "Another request");
      }
      return job(known);
    }
    IngestionState state = start(command);
    requests.put(key, state.job());
    return state;
  }

  static IngestionState state(KnowledgeBaseId kb, JobId job, JobStatus status) {
    return new IngestionState(
        kb,
        job,
        SourceName.DEFAULT,
        "/srv/docs",
        JobPriority.DEFAULT,
        status,
        JobPhase.EMBEDDING,
        3,
        false,
        new DocumentCounts(4, 1, 1, 1, 1, 0),
        new ChunkCounts(10, 5, 4, 1),
        1.5,
        Duration.ofSeconds(4),
        null,
        null,
        NOW,
        NOW,
        status.isTerminal() ? NOW : null,
        NOW,
        Duration.ofSeconds(3));
  }

  private Optional<IngestionState> latest(KnowledgeBaseId kb) {
    return jobs.stream().filter(job -> job.kb().equals(kb)).reduce((first, second) -> second);
  }

  private IngestionState become(KnowledgeBaseId kb, JobStatus status) {
    require(kb);
    IngestionState job =
        latest(kb)
            .orElseThrow(
                () -> new IngestionException(ErrorCode.CONCURRENT_CHANGE, "It never had a job"));
    if (job.status().isTerminal()) {
      throw new IngestionException(ErrorCode.ILLEGAL_TRANSITION, "It has ended");
    }
    IngestionState next = state(kb, job.job(), status);
    jobs.set(jobs.indexOf(job), next);
    return next;
  }

  @Override
  public synchronized IngestionState pause(KnowledgeBaseId kb) {
    return become(kb, JobStatus.PAUSED);
  }

  @Override
  public synchronized IngestionState resume(KnowledgeBaseId kb) {
    return become(kb, JobStatus.RUNNING);
  }

  @Override
  public synchronized IngestionState cancel(KnowledgeBaseId kb) {
    return become(kb, JobStatus.CANCELED);
  }

  @Override
  public synchronized IngestionState prioritize(KnowledgeBaseId kb, JobPriority priority) {
    return become(kb, JobStatus.RUNNING);
  }

  @Override
  public synchronized Optional<IngestionState> status(KnowledgeBaseId kb) {
    require(kb);
    return latest(kb);
  }

  @Override
  public synchronized List<IngestionState> jobs(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit) {
    List<IngestionState> newest = new ArrayList<>(jobs);
    Collections.reverse(newest);
    return newest.stream()
        .dropWhile(job -> before != null && !job.job().equals(before))
        .skip(before == null ? 0 : 1)
        .filter(job -> kbs.isEmpty() || kbs.contains(job.kb()))
        .filter(job -> status == null || job.status() == status)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized IngestionState job(JobId id) {
    return jobs.stream()
        .filter(job -> job.job().equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownJobException(id));
  }

  @Override
  public List<JobEvent> events(JobId job, int limit) {
    return List.of(
        new JobEvent(
            job, HANDBOOK, NOW, JobEvent.Kind.CREATED, JobStatus.PENDING, "node-1", "asked for"));
  }

  @Override
  public List<IngestionState> pauseAll() {
    throw notAsked();
  }

  @Override
  public List<IngestionState> cancelAll() {
    throw notAsked();
  }

  @Override
  public List<IngestionState> list() {
    throw notAsked();
  }

  @Override
  public List<IngestionState> history(KnowledgeBaseId kb, int limit) {
    throw notAsked();
  }

  @Override
  public List<IngestionState> takeUp() {
    throw notAsked();
  }

  @Override
  public boolean isAtWork(KnowledgeBaseId kb) {
    throw notAsked();
  }

  @Override
  public IngestionState await(KnowledgeBaseId kb, Duration timeout) {
    throw notAsked();
  }

  // --- settings

  @Override
  public synchronized Versioned create(KnowledgeBaseId kb, KnowledgeBaseSettings settings) {
    Versioned kept = new Versioned(settings, 1);
    if (bases.putIfAbsent(kb.value(), kept) != null) {
      throw new IngestionException(ErrorCode.KNOWLEDGE_BASE_EXISTS, "It is there already");
    }
    return kept;
  }

  @Override
  public synchronized Versioned show(KnowledgeBaseId kb) {
    require(kb);
    return bases.get(kb.value());
  }

  @Override
  public synchronized Versioned change(
      KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version) {
    if (show(kb).version() != version) {
      throw new IngestionException(ErrorCode.CHANGED_MEANWHILE, "Another version");
    }
    Versioned kept = new Versioned(settings, version + 1);
    bases.put(kb.value(), kept);
    return kept;
  }

  @Override
  public synchronized StartIngestion command(KnowledgeBaseId kb, Given given) {
    KnowledgeBaseSettings usual = show(kb).settings();
    return new StartIngestion(
        kb,
        "documents",
        Objects.requireNonNullElse(given.source(), usual.source()),
        Objects.requireNonNullElse(given.root(), usual.root()),
        Objects.requireNonNullElse(given.include(), usual.include()),
        Objects.requireNonNullElse(given.exclude(), usual.exclude()),
        Objects.requireNonNullElse(given.hidden(), usual.hidden()),
        given.allowMassDelete(),
        given.priority());
  }

  /** Apart, for both services list. */
  final class Bases implements KnowledgeBaseService {
    @Override
    public List<Summary> list() {
      throw notAsked();
    }

    @Override
    public List<Summary> page(
        Set<KnowledgeBaseId> among, @Nullable KnowledgeBaseId after, int limit) {
      synchronized (FakeEngine.this) {
        return bases.keySet().stream()
            .filter(id -> after == null || id.compareTo(after.value()) > 0)
            .filter(id -> among.isEmpty() || among.contains(new KnowledgeBaseId(id)))
            .limit(limit)
            .map(id -> summary(new KnowledgeBaseId(id)))
            .toList();
      }
    }

    @Override
    public List<Source> sources(KnowledgeBaseId kb) {
      require(kb);
      return List.of(new Source(SourceName.DEFAULT, "/srv/docs"));
    }

    @Override
    public boolean hasManySources(KnowledgeBaseId kb) {
      return sources(kb).size() > 1;
    }

    @Override
    public Summary summary(KnowledgeBaseId kb) {
      synchronized (FakeEngine.this) {
        require(kb);
        summaries++;
        return new Summary(
            kb, sources(kb), 9, 124, Path.of("/data", kb.value()), latest(kb).orElse(null));
      }
    }

    @Override
    public List<DocumentProblem> problems(KnowledgeBaseId kb, SourceName source, int limit) {
      throw notAsked();
    }

    @Override
    public void delete(KnowledgeBaseId kb) {
      synchronized (FakeEngine.this) {
        require(kb);
        bases.remove(kb.value());
      }
    }
  }

  // --- documents

  @Override
  public synchronized List<Document> list(
      KnowledgeBaseId kb, DocumentService.Filter filter, @Nullable DocumentKey after, int limit) {
    require(kb);
    return documents.stream()
        .filter(document -> filter.source() == null || filter.source().equals(SourceName.DEFAULT))
        .filter(document -> filter.states().isEmpty() || filter.states().contains(document.state()))
        .filter(document -> document.key().path().startsWith(filter.prefix()))
        .filter(document -> after == null || document.key().path().compareTo(after.path()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized IngestionState ingest(KnowledgeBaseId kb, DocumentKey document) {
    requireDocument(kb, document);
    return start(command(kb, Given.NOTHING));
  }

  private void requireDocument(KnowledgeBaseId kb, DocumentKey key) {
    require(kb);
    if (documents.stream().noneMatch(document -> document.key().equals(key))) {
      throw new IngestionException(ErrorCode.UNKNOWN_DOCUMENT, "No document " + key);
    }
  }

  @Override
  public synchronized Uploaded upload(
      KnowledgeBaseId kb, String path, InputStream content, long most) {
    requireUploads(kb);
    try {
      byte[] bytes = content.readNBytes((int) most + 1);
      if (bytes.length > most) {
        throw new IngestionException(ErrorCode.TOO_LARGE, "More than " + most);
      }
      return new Uploaded(bytes.length, uploads.put(path, bytes) != null);
    } catch (IOException e) {
      throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "It ended too early", e);
    }
  }

  @Override
  public synchronized void remove(KnowledgeBaseId kb, String path) {
    requireUploads(kb);
    if (uploads.remove(path) == null) {
      throw new IngestionException(ErrorCode.UNKNOWN_DOCUMENT, "No upload " + path);
    }
  }

  private void requireUploads(KnowledgeBaseId kb) {
    if (show(kb).settings().kind() != KnowledgeBaseSettings.Kind.UPLOADS) {
      throw new IngestionException(ErrorCode.NO_UPLOADS, "It is filled from a folder");
    }
  }

  @Override
  public synchronized Explanation explain(KnowledgeBaseId kb, DocumentKey document) {
    requireDocument(kb, document);
    return new Explanation(
        document,
        "indexed",
        null,
        null,
        "0123",
        7L,
        null,
        false,
        "Title",
        "text/markdown",
        "the text",
        List.of(new ExplainedChunk("c1", 0, List.of("One", "Two"), 0, 0, 8, 2, true, "the text")));
  }

  // --- search, verify, repair

  @Override
  public Result search(KnowledgeBaseId kb, String query, int limit, Mode mode) {
    require(kb);
    if (query.isBlank()) {
      throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "The query is blank");
    }
    Hit hit =
        new Hit(
            SourceName.DEFAULT,
            "a.md",
            "c1",
            0.5,
            "Title",
            List.of("One", "Two"),
            3,
            0,
            8,
            "the text",
            "the \u0001text\u0002");
    return new Result(mode, List.of(hit), Duration.ofMillis(12));
  }

  @Override
  public Report verify(KnowledgeBaseId kb) {
    logged = MDC.get(LogContext.CORRELATION_ID);
    require(kb);
    if (verifyWaits) {
      try {
        verified.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return new Report(
        9,
        124,
        1,
        0,
        0,
        List.of(new Finding(VerificationService.Kind.MISSING, "default", "a.md", "c1")),
        "");
  }

  @Override
  public void export(KnowledgeBaseId kb, Consumer<ExportedChunk> sink) {
    throw notAsked();
  }

  @Override
  public RepairReport repair(KnowledgeBaseId kb) {
    throw new IngestionException(ErrorCode.JOB_ACTIVE, "A job runs on it");
  }

  private static AssertionError notAsked() {
    return new AssertionError("The API does not ask for that");
  }
}
