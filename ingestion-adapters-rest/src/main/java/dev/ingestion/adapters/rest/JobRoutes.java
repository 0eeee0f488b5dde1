package dev.ingestion.adapters.rest;

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
    routes.get(API + "/jobs", this::list);
    routes.get(API + "/jobs/{job_id}", this::show);
  }

  private void list(Context context) {
    Query query = Query.ofList(context, "kb_id", "status");
    int limit = query.limit();
    String before = query.cursor();
    List<IngestionState> found =
        ingestion.jobs(
            query.text("kb_id").map(KnowledgeBaseId::new).orElse(null),
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
    context.json(JobView.past(ingestion.job(job), ingestion.events(job, MOST_EVENTS)));
  }

  private record Jobs(List<JobView> jobs, @Nullable String next) {}
}
