package dev.ingestion.adapters.rest;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.DocumentService.Document;
import dev.ingestion.ports.in.DocumentService.Filter;
import dev.ingestion.ports.in.DocumentService.State;
import dev.ingestion.ports.in.DocumentService.Uploaded;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.KnowledgeBaseService.Source;
import dev.ingestion.ports.in.view.ExplanationView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Documents as the ledger knows them, and uploads. */
final class DocumentRoutes implements Routes {
  private static final String DOCUMENTS = ONE + "/documents";
  private static final String UPLOADS = ONE + "/uploads";

  private final DocumentService documents;
  private final DocumentInspector inspector;
  private final KnowledgeBaseService knowledgeBases;
  private final Input input;
  private final RestConfig config;

  @Inject
  DocumentRoutes(
      DocumentService documents,
      DocumentInspector inspector,
      KnowledgeBaseService knowledgeBases,
      Input input,
      RestConfig config) {
    this.documents = documents;
    this.inspector = inspector;
    this.knowledgeBases = knowledgeBases;
    this.input = input;
    this.config = config;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(DOCUMENTS, this::list, Access.READ);
    routes.post(DOCUMENTS + "/<path>/ingest", this::ingest, Access.OPERATE);
    routes.get(DOCUMENTS + "/<path>", this::explain, Access.READ);
    routes.put(UPLOADS + "/<path>", this::upload, Access.OPERATE);
    routes.delete(UPLOADS + "/<path>", this::remove, Access.OPERATE);
  }

  private void list(Context context) {
    Query query = Query.ofList(context, "source", "state", "prefix");
    int limit = query.limit();
    Set<State> states = query.constant("state", State.class, true).map(Set::of).orElse(Set.of());
    Filter filter =
        new Filter(query.source().orElse(null), states, query.text("prefix").orElse(""));
    List<Document> found =
        documents.list(Input.kb(context), filter, place(query.cursor()), limit + 1);
    Page<DocumentView> page = Page.of(found, limit, DocumentRoutes::place, DocumentView::of);
    context.json(new Documents(page.items(), page.next()));
  }

  private void explain(Context context) {
    context.json(ExplanationView.of(inspector.explain(Input.kb(context), document(context))));
  }

  private void ingest(Context context) {
    input.noBody(context);
    ControlRoutes.accepted(context, documents.ingest(Input.kb(context), document(context)));
  }

  private void upload(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    String path = path(context);
    long most = config.maxUpload().bytes();
    if (context.contentLength() > most) {
      throw Input.tooLarge(config.maxUpload());
    }
    Uploaded uploaded = documents.upload(kb, path, context.bodyInputStream(), most);
    if (!uploaded.replaced()) {
      context
          .status(201)
          .header(
              "Location",
              "%s/knowledge-bases/%s/documents/%s"
                  .formatted(API, kb, PercentEncoding.encodePath(path)));
    }
    context.json(new UploadedView(path, uploaded.bytes()));
  }

  private void remove(Context context) {
    Query.of(context);
    input.noBody(context);
    documents.remove(Input.kb(context), path(context));
    context.status(204);
  }

  private DocumentKey document(Context context) {
    @Nullable SourceName named = Query.of(context, "source").source().orElse(null);
    String path = path(context);
    return new DocumentKey(named == null ? onlySource(Input.kb(context)) : named, path);
  }

  private SourceName onlySource(KnowledgeBaseId kb) {
    List<Source> sources = knowledgeBases.sources(kb);
    if (sources.size() > 1) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "Knowledge base '%s' has %d sources; say with 'source' which is meant"
              .formatted(kb, sources.size()));
    }
    return sources.isEmpty() ? SourceName.DEFAULT : sources.get(0).name();
  }

  private static String path(Context context) {
    return context.pathParam("path");
  }

  /** Where a page ends that has this document as its last. */
  static String place(Document document) {
    return document.key().source() + "/" + document.key().path();
  }

  static @Nullable DocumentKey place(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    int slash = cursor.indexOf('/');
    if (slash < 0) {
      throw Query.noCursor(null);
    }
    return new DocumentKey(new SourceName(cursor.substring(0, slash)), cursor.substring(slash + 1));
  }

  private record Documents(List<DocumentView> documents, @Nullable String next) {}

  private record DocumentView(
      String document,
      String source,
      String state,
      @Nullable String code,
      @Nullable String reason,
      @Nullable String revision,
      int chunks,
      String jobId,
      String title,
      String mediaType) {
    static DocumentView of(Document document) {
      return new DocumentView(
          document.key().path(),
          document.key().source().value(),
          document.state().name().toLowerCase(Locale.ROOT),
          document.code() == null ? null : document.code().name(),
          document.reason(),
          document.revision(),
          document.chunks(),
          document.job().value(),
          document.title(),
          document.mediaType());
    }
  }

  private record UploadedView(String document, long bytes) {}
}
