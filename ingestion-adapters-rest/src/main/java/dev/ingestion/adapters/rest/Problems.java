package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.io.EOFException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers whatever goes wrong with a problem document, and logs what nobody foresaw. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void addTo(JavalinConfig javalin) {
    javalin.http.prefer405over404 = true;
    javalin.router.handlerWrapper(Problems::wrapped);
    javalin.routes.exception(IngestionException.class, logged(Problems::refuse));
    javalin.routes.exception(HttpResponseException.class, logged(Problems::refuse));
    javalin.routes.exception(EOFException.class, logged(Problems::gone));
    javalin.routes.exception(Exception.class, logged(Problems::unforeseen));
  }

  /** In its context of the log; and one that takes too much of something costs itself alone. */
  @SuppressWarnings("try") // held, not used
  private static Handler wrapped(Endpoint endpoint) {
    Handler handler = RequestTraces.within(endpoint.handler);
    return context -> {
      try (LogContext unused = LogContext.of(context)) {
        handler.handle(context);
      } catch (Error e) {
        throw new IllegalStateException("The request could not be served", e);
      }
    };
  }

  @SuppressWarnings("try") // held, not used
  private static <E extends Exception> ExceptionHandler<E> logged(ExceptionHandler<E> handler) {
    return (e, context) -> {
      try (LogContext unused = LogContext.of(context)) {
        handler.handle(e, context);
      }
    };
  }

  private static void refuse(IngestionException e, Context context) {
    if (e.category() == ErrorCategory.INTERNAL) {
      log.error("Request {} failed: {}", Correlation.of(context), request(context), e);
    } else if (e.category() == ErrorCategory.TRANSIENT) {
      log.warn(
          "Request {} cannot be served now: {}: {}",
          Correlation.of(context),
          request(context),
          e.getMessage());
    }
    e.retryAfter()
        .ifPresent(
            wait -> context.header("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
    answer(context, Problem.of(e.code(), said(e), Correlation.of(context)));
  }

  /** What the carrier refuses by itself. */
  private static void refuse(HttpResponseException e, Context context) {
    String id = Correlation.of(context);
    answer(
        context,
        switch (e.getStatus()) {
          case 404 ->
              Problem.of(
                  ErrorCode.UNKNOWN_ROUTE,
                  "There is nothing at %s; see /docs for what there is".formatted(context.path()),
                  id);
          case 405 ->
              Problem.of(
                  ErrorCode.METHOD_NOT_ALLOWED,
                  "%s does not take %s; see /docs for what it takes"
                      .formatted(context.path(), context.method()),
                  id);
          case 413 -> Problem.of(ErrorCode.TOO_LARGE, said(e), id);
          default -> Problem.of(e.getStatus(), general(e.getStatus()), said(e), id);
        });
  }

  private static void unforeseen(Exception e, Context context) {
    log.error("Request {} failed: {}", Correlation.of(context), request(context), e);
    answer(
        context,
        Problem.of(
            ErrorCode.INTERNAL_ERROR,
            "The request failed for a reason that nobody foresaw. The server's log says more under"
                + " the correlation id",
            Correlation.of(context)));
  }

  /** Nobody is there to be answered. */
  private static void gone(EOFException e, Context context) {
    log.debug("The client of request {} is gone: {}", Correlation.of(context), request(context), e);
  }

  /** The code of a status that only HTTP knows. */
  static ErrorCode general(int status) {
    return switch (status) {
      case 404 -> ErrorCode.UNKNOWN_ROUTE;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 413 -> ErrorCode.TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      default -> status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL_ERROR;
    };
  }

  private static void answer(Context context, Problem problem) {
    context.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  private static String said(Exception e) {
    return Objects.toString(e.getMessage(), "");
  }

  private static String request(Context context) {
    return context.method() + " " + context.path();
  }
}
