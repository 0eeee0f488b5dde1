package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.SettingsService.Versioned;
import dev.ingestion.ports.in.view.JobView;
import dev.ingestion.ports.in.view.KnowledgeBaseView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knowledge bases, and how each is filled. */
final class KnowledgeBaseRoutes implements Routes {
  private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

  private final KnowledgeBaseService knowledgeBases;
  private final SettingsService settings;
  private final SourceRoots places;
  private final Input input;

  @Inject
  KnowledgeBaseRoutes(
      KnowledgeBaseService knowledgeBases,
      SettingsService settings,
      SourceRoots places,
      Input input) {
    this.knowledgeBases = knowledgeBases;
    this.settings = settings;
    this.places = places;
    this.input = input;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(API + "/knowledge-bases", this::list, Access.READ, Reach.FILTERED);
    routes.post(API + "/knowledge-bases", this::create, Access.ADMIN);
    routes.get(ONE, this::show, Access.READ);
    routes.delete(ONE, this::delete, Access.ADMIN);
    routes.get(ONE + "/settings", this::showSettings, Access.READ);
    routes.put(ONE + "/settings", this::changeSettings, Access.ADMIN);
  }

  private void list(Context context) {
    Query query = Query.ofList(context);
    int limit = query.limit();
    String after = query.cursor();
    List<Summary> found =
        knowledgeBases.page(
            Caller.of(context).knowledgeBases(),
            after == null ? null : new KnowledgeBaseId(after),
            limit + 1);
    Page<WithJob> page = Page.of(found, limit, summary -> summary.kb().value(), WithJob::of);
    context.json(new KnowledgeBases(page.items(), page.next()));
  }

  private void create(Context context) {
    Query.of(context);
    NewKnowledgeBase wanted = input.body(context, NewKnowledgeBase.class);
    KnowledgeBaseId kb = new KnowledgeBaseId(wanted.kbId());
    Versioned kept = settings.create(kb, wanted.settings().settings(places));
    context
        .status(201)
        .header("Location", API + "/knowledge-bases/" + kb)
        .header("ETag", etag(kept))
        .json(WithJob.of(knowledgeBases.summary(kb)));
  }

  private void show(Context context) {
    Query.of(context);
    context.json(WithJob.of(knowledgeBases.summary(Input.kb(context))));
  }

  private void delete(Context context) {
    Query.of(context);
    input.noBody(context);
    knowledgeBases.delete(Input.kb(context));
    context.status(204);
  }

  private void showSettings(Context context) {
    Query.of(context);
    answer(context, settings.show(Input.kb(context)));
  }

  private void changeSettings(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    long version = version(context);
    SettingsBody wanted = input.body(context, SettingsBody.class);
    answer(context, settings.change(kb, wanted.settings(places), version));
  }

  private static void answer(Context context, Versioned kept) {
    context.header("ETag", etag(kept)).json(SettingsBody.of(kept.settings()));
  }

  private static String etag(Versioned kept) {
    return "\"" + kept.version() + "\"";
  }

  private static long version(Context context) {
    String given = context.header("If-Match");
    if (given == null) {
      throw new IngestionException(
          ErrorCode.VERSION_REQUIRED,
          "Settings are changed with 'If-Match' only: read them first, and send the ETag that came"
              + " with them");
    }
    Matcher etag = ETAG.matcher(given.strip());
    if (!etag.matches()) {
      throw new IngestionException(
          ErrorCode.CHANGED_MEANWHILE,
          "The settings have no version %s; read them, and send the ETag that comes with them"
              .formatted(given.length() > 64 ? given.substring(0, 64) : given));
    }
    return Long.parseLong(etag.group(1));
  }

  record NewKnowledgeBase(String kbId, SettingsBody settings) {
    NewKnowledgeBase {
      Input.require("kb_id", kbId);
      Input.require("settings", settings);
    }
  }

  private record KnowledgeBases(List<WithJob> knowledgeBases, @Nullable String next) {}

  private record WithJob(@JsonUnwrapped KnowledgeBaseView knowledgeBase, @Nullable JobView job) {
    static WithJob of(Summary summary) {
      return new WithJob(
          KnowledgeBaseView.of(summary),
          summary.state() == null ? null : JobView.of(summary.state(), List.of()));
    }
  }
}
