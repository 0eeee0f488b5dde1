package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.view.JobView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs of all knowledge bases. */
final class JobRoutes implements Routes {
  private static final int MOST_EVENTS = 500;

  private final IngestionService ingestion;

  @Inject
  JobRoutes(IngestionService ingestion) {
    this.ingestion = ingestion;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(API + "/jobs", this::list, Access.READ, Reach.FILTERED);
    routes.get(API + "/jobs/{job_id}", this::show, Access.READ, Reach.FILTERED);
  }

  private void list(Context context) {
    Query query = Query.ofList(context, "kb_id", "status");
    int limit = query.limit();
    String before = query.cursor();
    @Nullable KnowledgeBaseId kb = query.text("kb_id").map(KnowledgeBaseId::new).orElse(null);
    requireVisible(Caller.of(context), kb);
    List<IngestionState> found =
        ingestion.jobs(
            kb,
            query.constant("status", JobStatus.class, false).orElse(null),
            before == null ? null : new JobId(before),
            limit + 1);
    Page<JobView> page =
        Page.of(found, limit, state -> state.job().value(), state -> JobView.of(state, List.of()));
    context.json(new Jobs(page.items(), page.next()));
  }

  private void show(Context context) {
    Query.of(context);
    JobId job = new JobId(context.pathParam("job_id"));
    IngestionState state = ingestion.job(job);
    if (!Caller.of(context).sees(state.kb())) {
      throw new IngestionException(ErrorCode.UNKNOWN_JOB, "There is no job %s".formatted(job));
    }
    context.json(JobView.past(state, ingestion.events(job, MOST_EVENTS)));
  }

  private static void requireVisible(Caller caller, @Nullable KnowledgeBaseId kb) {
    if (kb == null && caller.isLimited()) {
      throw new IngestionException(
          ErrorCode.FORBIDDEN,
          "'%s' is for some knowledge bases only; name one of them with 'kb_id'"
              .formatted(caller.name()));
    } else if (kb != null && !caller.sees(kb)) {
      throw Authorization.unknown(kb.value());
    }
  }

  private record Jobs(List<JobView> jobs, @Nullable String next) {}
}
