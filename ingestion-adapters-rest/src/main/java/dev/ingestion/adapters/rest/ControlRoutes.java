package dev.ingestion.adapters.rest;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.DocumentService.Document;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.SettingsService.Given;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.view.JobView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts, pauses, resumes and cancels, and says how it stands. */
final class ControlRoutes implements Routes {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final IngestionService ingestion;
  private final SettingsService settings;
  private final DocumentService documents;
  private final SourceRoots places;
  private final Input input;

  @Inject
  ControlRoutes(
      IngestionService ingestion,
      SettingsService settings,
      DocumentService documents,
      SourceRoots places,
      Input input) {
    this.ingestion = ingestion;
    this.settings = settings;
    this.documents = documents;
    this.places = places;
    this.input = input;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(ONE + "/start", this::start, Access.OPERATE);
    routes.post(ONE + "/pause", context -> control(context, ingestion::pause), Access.OPERATE);
    routes.post(ONE + "/resume", context -> control(context, ingestion::resume), Access.OPERATE);
    routes.post(ONE + "/cancel", context -> control(context, ingestion::cancel), Access.OPERATE);
    routes.put(ONE + "/priority", this::prioritize, Access.OPERATE);
    routes.get(ONE + "/status", this::status, Access.READ);
    routes.get(ONE + "/problems", this::problems, Access.READ);
  }

  private void start(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    Given given =
        input
            .optionalBody(context, StartBody.class)
            .map(body -> body.given(places, Caller.of(context)))
            .orElse(Given.NOTHING);
    String key = context.header(IDEMPOTENCY_KEY);
    @Nullable RequestKey once = key == null ? null : new RequestKey(key);
    StartIngestion command = settings.command(kb, given);
    accepted(context, once == null ? ingestion.start(command) : ingestion.start(command, once));
  }

  private void control(Context context, Function<KnowledgeBaseId, IngestionState> what) {
    Query.of(context);
    input.noBody(context);
    context.status(202).json(JobView.of(what.apply(Input.kb(context)), List.of()));
  }

  private void prioritize(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    JobPriority priority = new JobPriority(input.body(context, PriorityBody.class).priority());
    context.json(JobView.of(ingestion.prioritize(kb, priority), List.of()));
  }

  private void status(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    IngestionState state =
        ingestion
            .status(kb)
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.UNKNOWN_JOB,
                        "Knowledge base '%s' never had a job; start one".formatted(kb)));
    context.json(JobView.of(state, List.of()));
  }

  private void problems(Context context) {
    Query query = Query.ofList(context, "source");
    int limit = query.limit();
    @Nullable SourceName source = query.source().orElse(null);
    DocumentService.Filter filter =
        new DocumentService.Filter(
            source, Set.of(DocumentService.State.SKIPPED, DocumentService.State.FAILED), "");
    DocumentKey after = DocumentRoutes.place(query.cursor());
    List<Document> found = documents.list(Input.kb(context), filter, after, limit + 1);
    Page<JobView.ProblemView> page =
        Page.of(found, limit, DocumentRoutes::place, ControlRoutes::problem);
    context.json(new ProblemsView(page.items(), page.next()));
  }

  private static JobView.ProblemView problem(Document document) {
    ErrorCode code = document.code() == null ? ErrorCode.INTERNAL_ERROR : document.code();
    String reason = document.reason() == null ? "no reason was kept" : document.reason();
    return new JobView.ProblemView(document.key().path(), reason, code.name());
  }

  /** A job that was started or is about to be. */
  static void accepted(Context context, IngestionState state) {
    context
        .status(202)
        .header("Location", API + "/jobs/" + state.job())
        .json(JobView.of(state, List.of()));
  }

  private record StartBody(
      @Nullable String source,
      @Nullable String root,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable Boolean hidden,
      @Nullable Integer priority,
      @Nullable Boolean allowMassDelete) {
    /** Who may see some knowledge bases only must not read into them what others are made of. */
    Given given(SourceRoots places, Caller caller) {
      if (root != null && caller.isLimited()) {
        throw new IngestionException(
            ErrorCode.FORBIDDEN,
            "'%s' is for some knowledge bases only, and cannot name another folder; leave 'root' out"
                .formatted(caller.name()));
      }
      return new Given(
          source == null ? null : new SourceName(source),
          root == null ? null : places.require(root),
          include,
          exclude,
          hidden,
          priority == null ? null : new JobPriority(priority),
          Boolean.TRUE.equals(allowMassDelete));
    }
  }

  private record PriorityBody(int priority) {}

  private record ProblemsView(List<JobView.ProblemView> problems, @Nullable String next) {}
}
