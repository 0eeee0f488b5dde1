package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ManagedResource;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens while the process serves. */
final class RestServer implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(RestServer.class);
  private static final String CORRELATION_ID = "correlation-id";

  private final RestConfig config;
  private final Protection protection;
  private final Set<Routes> routes;
  private @Nullable Javalin server;

  @Inject
  RestServer(RestConfig config, Protection protection, Set<Routes> routes) {
    this.config = config;
    this.protection = protection;
    this.routes = routes;
  }

  @Override
  public Phase phase() {
    return Phase.SERVE;
  }

  @Override
  public void start() {
    protection.checkAddress();
    server = Javalin.create(this::configure);
    Protection.checkRoutes(server);
    try {
      server.start();
    } catch (JavalinBindException e) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "Cannot listen at %s port %d: %s. Choose another with ingestion.api.port, or end what listens there"
              .formatted(
                  config.host(), config.port(), Objects.toString(e.getMessage(), "it is taken")),
          e);
    }
    log.info("Listening at http://{}:{}", config.host(), server.port());
  }

  private void configure(JavalinConfig javalin) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.jsonMapper(new JsonCodec());
    javalin.routes.before(RestServer::identify);
    protection.addTo(javalin);
    javalin.routes.exception(IngestionException.class, RestServer::refuse);
    routes.forEach(each -> each.addTo(javalin.routes));
  }

  private static void identify(Context context) {
    context.attribute(CORRELATION_ID, UUID.randomUUID().toString());
  }

  private static void refuse(IngestionException e, Context context) {
    String id = context.attribute(CORRELATION_ID);
    e.retryAfter()
        .ifPresent(wait -> context.header("Retry-After", Long.toString(wait.toSeconds())));
    Problem problem = Problem.of(e.code(), Objects.toString(e.getMessage(), ""), id);
    context.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  /** Where it listens. */
  int port() {
    return Objects.requireNonNull(server, "not started").port();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
  }
}
