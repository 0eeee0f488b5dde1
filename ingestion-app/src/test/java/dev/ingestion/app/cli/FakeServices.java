package dev.ingestion.app.cli;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.IngestionPlanner;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.KnowledgeBaseService.Source;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.VerificationService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An engine that answers what a test tells it to, and remembers what it was asked. */
final class FakeServices
    implements IngestionService,
        SearchService,
        IngestionPlanner,
        VerificationService,
        RepairService,
        DocumentInspector,
        DeadLetterService {
  final List<StartIngestion> started = new ArrayList<>();
  final List<String> asked = new ArrayList<>();
  final List<KnowledgeBaseId> deleted = new ArrayList<>();

  final FakeSchedules scheduled = new FakeSchedules();
  final FakeTokens tokens = new FakeTokens();

  RuntimeException failure;
  IngestionState state = States.completed();
  List<IngestionState> history = List.of(States.completed());
  List<JobEvent> events = List.of(States.completedEvent());
  List<DocumentProblem> problems = List.of();
  List<Source> sources = List.of(new Source(SourceName.DEFAULT, "/srv/docs"));
  Result result = new Result(Mode.HYBRID, List.of(), Duration.ofMillis(12));
  Plan plan;
  Report report = new Report(9, 124, 0, 0, 0, List.of(), "");
  RepairReport repaired = new RepairReport(report, 0, 0, 0, 0, List.of(), report);
  List<ExportedChunk> chunks = List.of();
  Explanation explanation;
  List<DeadLetter> letters = List.of();
  boolean atWork;
  Runnable beforeStatus = () -> {};

  /** What waiting for a job's rest throws, one after the other. */
  Deque<IngestionException> awaited = new ArrayDeque<>();

  Deque<IngestionState> replays = new ArrayDeque<>();

  private void call(String what) {
    asked.add(what);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public IngestionState start(StartIngestion command) {
    call("start");
    started.add(command);
    return state;
  }

  @Override
  public IngestionState start(StartIngestion command, RequestKey key) {
    throw notAsked();
  }

  @Override
  public List<IngestionState> jobs(
      Set<KnowledgeBaseId> kbs, JobStatus status, JobId before, int limit) {
    throw notAsked();
  }

  @Override
  public IngestionState job(JobId job) {
    throw notAsked();
  }

  private static AssertionError notAsked() {
    return new AssertionError("The command line does not ask for that");
  }

  @Override
  public IngestionState pause(KnowledgeBaseId kb) {
    call("pause " + kb);
    return state;
  }

  @Override
  public IngestionState resume(KnowledgeBaseId kb) {
    call("resume " + kb);
    return state;
  }

  @Override
  public IngestionState cancel(KnowledgeBaseId kb) {
    call("cancel " + kb);
    return state;
  }

  @Override
  public IngestionState prioritize(KnowledgeBaseId kb, JobPriority priority) {
    call("prioritize %s %s".formatted(kb, priority));
    return state;
  }

  @Override
  public List<IngestionState> pauseAll() {
    call("pauseAll");
    return history;
  }

  @Override
  public List<IngestionState> cancelAll() {
    call("cancelAll");
    return history;
  }

  @Override
  public List<IngestionState> takeUp() {
    call("takeUp");
    return history;
  }

  @Override
  public List<JobEvent> events(JobId job, int limit) {
    return events;
  }

  @Override
  public Optional<IngestionState> status(KnowledgeBaseId kb) {
    beforeStatus.run();
    call("status " + kb);
    return Optional.ofNullable(state);
  }

  @Override
  public List<IngestionState> history(KnowledgeBaseId kb, int limit) {
    call("history " + kb);
    return history;
  }

  @Override
  public IngestionState await(KnowledgeBaseId kb, Duration timeout) {
    IngestionException away = awaited.poll();
    if (away != null) {
      throw away;
    }
    return state;
  }

  @Override
  public boolean isAtWork(KnowledgeBaseId kb) {
    return atWork;
  }

  @Override
  public List<IngestionState> list() {
    call("list jobs");
    return state == null ? List.of() : List.of(state);
  }

  /** Apart, for both services list. */
  final class KnowledgeBases implements KnowledgeBaseService {
    @Override
    public List<Summary> list() {
      call("list");
      return state == null ? List.of() : List.of(summaryOf(state.kb()));
    }

    @Override
    public List<Summary> page(Set<KnowledgeBaseId> among, KnowledgeBaseId after, int limit) {
      throw notAsked();
    }

    @Override
    public List<Source> sources(KnowledgeBaseId kb) {
      return summary(kb).sources();
    }

    @Override
    public boolean hasManySources(KnowledgeBaseId kb) {
      return sources(kb).size() > 1;
    }

    @Override
    public Summary summary(KnowledgeBaseId kb) {
      if (state == null || !state.kb().equals(kb)) {
        throw new IngestionException(
            ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base " + kb);
      }
      return summaryOf(kb);
    }

    private Summary summaryOf(KnowledgeBaseId kb) {
      return new Summary(kb, sources, 9, 124, Path.of("/data/" + kb), state);
    }

    @Override
    public List<DocumentProblem> problems(KnowledgeBaseId kb, SourceName source, int limit) {
      return problems.stream().limit(limit).toList();
    }

    @Override
    public void delete(KnowledgeBaseId kb) {
      call("delete " + kb);
      deleted.add(kb);
    }
  }

  @Override
  public Result search(KnowledgeBaseId kb, String query, int limit, Mode mode) {
    call("search %s '%s' %d %s".formatted(kb, query, limit, mode));
    return result;
  }

  @Override
  public Plan plan(StartIngestion command) {
    call("plan");
    return plan;
  }

  @Override
  public Report verify(KnowledgeBaseId kb) {
    call("verify " + kb);
    return report;
  }

  @Override
  public RepairReport repair(KnowledgeBaseId kb) {
    call("repair " + kb);
    return repaired;
  }

  @Override
  public void export(KnowledgeBaseId kb, Consumer<ExportedChunk> sink) {
    call("export " + kb);
    chunks.forEach(sink);
  }

  @Override
  public Explanation explain(KnowledgeBaseId kb, DocumentKey document) {
    call("explain %s %s".formatted(kb, document));
    return explanation;
  }

  @Override
  public List<DeadLetter> list(KnowledgeBaseId kb, Filter filter, long after, int limit) {
    call("dlq list %s %s %d".formatted(kb, filter, limit));
    return letters.stream().limit(limit).toList();
  }

  @Override
  public long count(KnowledgeBaseId kb, Filter filter) {
    return letters.size();
  }

  @Override
  public Details show(KnowledgeBaseId kb, long id) {
    call("dlq show %s %d".formatted(kb, id));
    return new Details(
        letters.get(0), "java.lang.X: no\n\tat A.b(A.java:1)\n", "A poisonous text.");
  }

  @Override
  public Replay replay(KnowledgeBaseId kb, Filter filter) {
    call("dlq replay %s %s".formatted(kb, filter));
    return new Replay(letters.size(), letters.isEmpty() ? null : state);
  }

  @Override
  public Optional<IngestionState> replayNext(KnowledgeBaseId kb) {
    IngestionState next = replays.poll();
    if (next != null) {
      state = next;
    }
    return Optional.ofNullable(next);
  }

  @Override
  public int purge(KnowledgeBaseId kb, Filter filter) {
    call("dlq purge %s %s".formatted(kb, filter));
    return letters.size();
  }
}
