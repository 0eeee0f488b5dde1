package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.ports.out.Tracing.Scope;
import dev.ingestion.ports.out.Tracing.Span;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.util.Optional;

/**
 * Makes a span of each request to the API that was let in. It lasts until the answer is decided, or
 * until an answer that comes bit by bit has begun: others go on with that.
 */
final class RequestTraces implements Routes {
  private static final String ATTRIBUTE = "trace";

  private final Optional<Tracing> tracing;

  /**
   * @param tracing empty if nobody traces
   */
  @Inject
  RequestTraces(Optional<Tracing> tracing) {
    this.tracing = tracing;
  }

  private record Entered(Span span, Scope scope) {}

  @Override
  public void addTo(RoutesConfig routes) {
    tracing.ifPresent(
        used -> {
          routes.beforeMatched(context -> begin(context, used));
          routes.after(RequestTraces::end);
        });
  }

  private static void begin(Context context, Tracing tracing) {
    Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
    if (endpoint == null || !endpoint.path.startsWith(API)) {
      return; // what is asked for every few seconds, by whoever watches
    }
    String method = context.method().name();
    Span span = tracing.request(method + " " + endpoint.path, context::header);
    if (span == NoSpan.INSTANCE) {
      return;
    }
    span.put(SpanAttribute.METHOD, method).put(SpanAttribute.ROUTE, endpoint.path);
    context.attribute(ATTRIBUTE, new Entered(span, span.enter()));
  }

  /** Has the request's span know how it failed, and be left by this thread if others go on. */
  static Handler within(Handler handler) {
    return context -> {
      try {
        handler.handle(context);
      } catch (Exception | Error e) {
        fail(context, e);
        throw e;
      } finally {
        if (context.req().isAsyncStarted()) {
          end(context);
        }
      }
    };
  }

  private static void fail(Context context, Throwable thrown) {
    Entered entered = context.attribute(ATTRIBUTE);
    if (entered != null && isOurs(thrown)) {
      entered
          .span()
          .fail(thrown instanceof IngestionException e ? e.code() : ErrorCode.INTERNAL_ERROR);
    }
  }

  /** What the client did wrong, and one who has gone, are no failures of the server's. */
  private static boolean isOurs(Throwable thrown) {
    if (thrown instanceof IngestionException known) {
      return known.category() == ErrorCategory.INTERNAL
          || known.category() == ErrorCategory.TRANSIENT;
    } else if (thrown instanceof HttpResponseException answer) {
      return answer.getStatus() >= 500;
    }
    return !(thrown instanceof EOFException);
  }

  private static void end(Context context) {
    Entered entered = context.attribute(ATTRIBUTE);
    if (entered != null) {
      context.attribute(ATTRIBUTE, null);
      entered.scope().close();
      entered.span().put(SpanAttribute.STATUS_CODE, context.statusCode());
      entered.span().end();
    }
  }
}
