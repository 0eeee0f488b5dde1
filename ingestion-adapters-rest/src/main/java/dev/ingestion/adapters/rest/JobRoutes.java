package dev.ingestion.adapters.rest;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.UnknownJobException;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.view.JobView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
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
    routes.get(ONE + "/history", this::history, Access.READ);
    routes.get(API + "/jobs/{job_id}", this::show, Access.READ, Reach.FILTERED);
  }

  private void list(Context context) {
    Query query = Query.ofList(context, "kb_id", "status");
    Caller caller = Caller.of(context);
    @Nullable KnowledgeBaseId kb = query.text("kb_id").map(KnowledgeBaseId::new).orElse(null);
    if (kb == null) {
      list(context, query, caller.knowledgeBases());
    } else if (caller.sees(kb)) {
      listOne(context, query, kb);
    } else {
      throw new UnknownKnowledgeBaseException(kb);
    }
  }

  private void history(Context context) {
    listOne(context, Query.ofList(context, "status"), Input.kb(context));
  }

  private void listOne(Context context, Query query, KnowledgeBaseId kb) {
    ingestion.status(kb); // says so if there is none
    list(context, query, Set.of(kb));
  }

  private void list(Context context, Query query, Set<KnowledgeBaseId> kbs) {
    int limit = query.limit();
    String before = query.cursor();
    List<IngestionState> found =
        ingestion.jobs(
            kbs,
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
      throw new UnknownJobException(job);
    }
    context.json(JobView.past(state, ingestion.events(job, MOST_EVENTS)));
  }

  private record Jobs(List<JobView> jobs, @Nullable String next) {}
}
