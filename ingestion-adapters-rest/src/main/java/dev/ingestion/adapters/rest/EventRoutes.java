package dev.ingestion.adapters.rest;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.IngestionService;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Predicate;

/** Streams of what changes, as server-sent events. */
final class EventRoutes implements Routes {
  private final IngestionService ingestion;
  private final EventHub hub;

  @Inject
  EventRoutes(IngestionService ingestion, EventHub hub) {
    this.ingestion = ingestion;
    this.hub = hub;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(API + "/events", this::streamAll, Access.READ, Reach.FILTERED);
    routes.get(API + "/knowledge-bases/{kb_id}/events", this::streamOne, Access.READ);
  }

  private void streamAll(Context context) {
    Query.of(context);
    stream(context, new WhatIsSeenBy(Caller.of(context).knowledgeBases()));
  }

  private void streamOne(Context context) {
    Query.of(context);
    KnowledgeBaseId kb = Input.kb(context);
    ingestion.status(kb); // says so if there is none
    stream(context, new One(kb.value()));
  }

  private void stream(Context context, Predicate<String> interest) {
    context
        .contentType("text/event-stream")
        .header(Header.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no"); // proxies must not save events up
    AsyncContext connection = context.req().startAsync();
    connection.setTimeout(0);
    try {
      EventStream stream =
          new EventStream(
              interest,
              Standing.of(context),
              context.header("Last-Event-ID"),
              context.res().getOutputStream());
      context.future(stream::end);
      context.res().getOutputStream().setWriteListener(stream);
      hub.add(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("The stream cannot be opened", e);
    }
  }

  /** Equal for all who may see the same, so that they share what is encoded. */
  private record WhatIsSeenBy(Set<KnowledgeBaseId> few) implements Predicate<String> {
    @Override
    public boolean test(String kb) {
      return few.isEmpty() || few.stream().anyMatch(each -> each.value().equals(kb));
    }
  }

  private record One(String wanted) implements Predicate<String> {
    @Override
    public boolean test(String kb) {
      return kb.equals(wanted);
    }
  }
}
