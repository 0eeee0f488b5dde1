package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ManagedResource;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens while the process serves. */
final class RestServer implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(RestServer.class);

  private final RestConfig config;
  private final Protection protection;
  private final JsonCodec json;
  private final Tasks tasks;
  private final Set<Routes> routes;
  private @Nullable Javalin server;

  @Inject
  RestServer(
      RestConfig config, Protection protection, JsonCodec json, Tasks tasks, Set<Routes> routes) {
    this.config = config;
    this.protection = protection;
    this.json = json;
    this.tasks = tasks;
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

  /** What listens, once it is started. */
  Javalin running() {
    return Objects.requireNonNull(server, "not started");
  }

  private void configure(JavalinConfig javalin) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.router.ignoreTrailingSlashes = false;
    javalin.jsonMapper(json);
    Problems.addTo(javalin);
    javalin.jetty.modifyServer(jetty -> jetty.setErrorHandler(new CarrierProblems(json)));
    javalin.routes.before(Correlation::begin);
    protection.addTo(javalin);
    javalin.routes.before(Addresses::check);
    routes.forEach(each -> each.addTo(javalin.routes));
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
      tasks.close();
    }
  }
}
