package dev.ingestion.adapters.rest;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.view.KnowledgeBaseView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.List;

/** Knowledge bases, and what is in them. */
final class KnowledgeBaseRoutes implements Routes {
  private final KnowledgeBaseService knowledgeBases;

  @Inject
  KnowledgeBaseRoutes(KnowledgeBaseService knowledgeBases) {
    this.knowledgeBases = knowledgeBases;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(API + "/knowledge-bases", this::list, Access.READ, Reach.FILTERED);
    routes.get(API + "/knowledge-bases/{kb_id}", this::show, Access.READ);
  }

  private void list(Context context) {
    List<KnowledgeBaseView> all =
        knowledgeBases.list().stream()
            .filter(each -> Caller.of(context).sees(each.kb()))
            .map(KnowledgeBaseView::of).toList();
    context.json(new KnowledgeBases(all));
  }

  private void show(Context context) {
    KnowledgeBaseId kb = new KnowledgeBaseId(context.pathParam("kb_id"));
    context.json(KnowledgeBaseView.of(knowledgeBases.summary(kb)));
  }

  private record KnowledgeBases(List<KnowledgeBaseView> knowledgeBases) {}
}
