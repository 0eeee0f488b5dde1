package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ListeningAddress;
import dev.ingestion.ports.out.ManagedResource;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens while the process serves. */
final class RestServer implements ManagedResource, ListeningAddress {
  private static final Logger log = LoggerFactory.getLogger(RestServer.class);

  private final RestConfig config;
  private final Protection protection;
  private final JsonCodec json;
  private final Tasks tasks;
  private final Set<Routes> routes;
  private final EventHub events;
  private volatile @Nullable Javalin server;

  @Inject
  RestServer(
      RestConfig config,
      Protection protection,
      JsonCodec json,
      Tasks tasks,
      Set<Routes> routes,
      EventHub events) {
    this.config = config;
    this.protection = protection;
    this.json = json;
    this.tasks = tasks;
    this.routes = routes;
    this.events = events;
  }

  @Override
  public Phase phase() {
    return Phase.SERVE;
  }

  @Override
  public void start() {
    protection.checkAddress();
    Javalin javalin = Javalin.create(this::configure);
    Protection.checkRoutes(javalin);
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "Cannot listen at %s port %d, which is taken or not allowed. Choose another with --port (or ingestion.api.port), or end what listens there"
              .formatted(config.host(), config.port()),
          e);
    }
    server = javalin;
    log.info("Listening at {}", url().orElseThrow());
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
    javalin.events.serverStarted(events::start);
    javalin.events.serverStopping(events::close);
    routes.forEach(each -> each.addTo(javalin.routes));
  }

  @Override
  public Optional<URI> url() {
    Javalin listening = server;
    return listening == null ? Optional.empty() : Optional.of(url(config.host(), listening.port()));
  }

  private static URI url(String host, int port) {
    try {
      return new URI("http", null, host, port, null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Listening where no address leads: " + host, e);
    }
  }

  /** Does nothing the second time. */
  @Override
  public void close() {
    Javalin listening = server;
    server = null;
    if (listening != null) {
      listening.stop();
      tasks.close();
    }
  }
}
