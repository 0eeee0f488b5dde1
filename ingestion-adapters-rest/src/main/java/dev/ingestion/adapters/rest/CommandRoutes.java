package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService;
import dev.ingestion.ports.in.CommandService.Conversation;
import dev.ingestion.ports.in.CommandService.GivenCommand;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Command lines that are given elsewhere and run here. */
final class CommandRoutes implements Routes {
  private static final String MEDIA_TYPE = "application/x-ndjson";

  /** Between two looks whether a client is still there. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final CommandService commands;
  private final JsonCodec json;
  private final Input input;
  private final SourceRoots places;
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

  @Inject
  CommandRoutes(CommandService commands, JsonCodec json, Input input, SourceRoots places) {
    this.commands = commands;
    this.json = json;
    this.input = input;
    this.places = places;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(API + "/commands", this::run, Access.ADMIN);
    routes.post(API + "/commands/{id}/answer", this::answer, Access.ADMIN);
  }

  private void run(Context context) {
    Query.of(context);
    GivenCommand command = input.body(context, GivenCommand.class);
    context.contentType(MEDIA_TYPE).header(Header.CACHE_CONTROL, "no-store");
    CommandStream stream = new CommandStream(json, places, output(context));
    String id = UUID.randomUUID().toString();
    stream.hold(); // what the command prints must not come before the client knows the id
    try {
      Conversation conversation = commands.give(command, stream);
      conversations.put(id, conversation);
      CompletableFuture<?> unused =
          stream.end().whenComplete((nothing, failure) -> conversations.remove(id));
      AsyncContext connection = context.req().startAsync();
      connection.setTimeout(0);
      context.future(stream::end);
      if (!stream.ready(id)) {
        conversation.leave();
      }
      lookAfter(stream, conversation);
    } finally {
      stream.release();
    }
  }

  private static OutputStream output(Context context) {
    try {
      return context.res().getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException("The answer cannot be begun", e);
    }
  }

  /** Somebody who has gone is noticed by writing alone. */
  private static void lookAfter(CommandStream stream, Conversation conversation) {
    CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (stream.end().isDone()) {
                return;
              } else if (stream.alive()) {
                lookAfter(stream, conversation);
              } else {
                conversation.leave();
              }
            });
  }

  private void answer(Context context) {
    Query.of(context);
    Answer answer = input.body(context, Answer.class);
    Conversation conversation = conversations.get(context.pathParam("id"));
    if (conversation == null || !conversation.answer(answer.line())) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "No command %s waits for an answer; it may be over".formatted(context.pathParam("id")));
    }
    context.status(204);
  }

  /**
   * @param line null if there is no more input
   */
  private record Answer(@Nullable String line) {}
}
