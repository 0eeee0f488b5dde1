package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** All that stands between the network and the routes. */
final class Protection {
  /** Nothing but what this server itself serves; no page of others may show it in a frame. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  /** What is left of a body, in bytes, is read to here. */
  private static final long LEFT_BYTES = 64L << 10;

  private final RestConfig config;
  private final AdminTokenConfig admin;
  private final LimitsConfig limits;
  private final RateLimit rate;
  private final Authorization authorization;

  @Inject
  Protection(
      RestConfig config,
      AdminTokenConfig admin,
      LimitsConfig limits,
      RateConfig rate,
      Authorization authorization,
      InstantSource clock) {
    this.config = config;
    this.admin = admin;
    this.limits = limits;
    this.rate = new RateLimit(rate.requests(), rate.burst(), clock);
    this.authorization = authorization;
  }

  /**
   * @throws IngestionException CONFIGURATION_INVALID if others could reach a server that asks for
   *     no token
   */
  void checkAddress() {
    if (!admin.isGiven() && !isLoopback(config.host())) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "Cannot listen at %s without a token: whoever reaches that address could do everything. Set INGESTION_API_TOKEN (or ingestion.api-token) to a long random text, for example that of 'openssl rand -hex 32', or listen at 127.0.0.1 only (ingestion.api.host)"
              .formatted(config.host()));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "Cannot listen at %s: there is no such address (ingestion.api.host)".formatted(host),
          e);
    }
  }

  /** Before any route is added. */
  void addTo(JavalinConfig javalin) {
    javalin.jetty.addConnector((server, http) -> Carrier.create(server, http, config, limits));
    javalin.routes.before(Protection::addHeaders);
    javalin.routes.before(context -> rate.take("address " + context.ip()));
    javalin.routes.before(Protection::refuseHead);
    javalin.routes.beforeMatched(this::authorize);
    javalin.routes.after(Protection::leaveBody);
  }

  /**
   * Takes in what a route left of a body. The carrier closes a connection on which something lies
   * unread, and what the client has not taken in of the answer is lost by that; so it is only said
   * and done where the rest is long.
   */
  private static void leaveBody(Context context) throws IOException {
    if (!context.req().isAsyncStarted()) {
      context.req().getInputStream().skip(LEFT_BYTES);
      ServletContextRequest.getServletContextRequest(context.req()).consumeAvailable();
    }
  }

  /** The carrier would answer it without asking any route, and so without asking who it is. */
  private static void refuseHead(Context context) {
    if (context.method().equals(HandlerType.HEAD)) {
      throw new IngestionException(
          ErrorCode.METHOD_NOT_ALLOWED, "HEAD is not served; ask with GET");
    }
  }

  private void authorize(Context context) {
    authorization.check(context);
    Caller caller = Caller.orNull(context);
    if (caller != null && !caller.equals(Caller.LOCAL)) {
      rate.take("token " + caller.name());
    }
  }

  private static void addHeaders(Context context) {
    context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    if (context.path().startsWith(Routes.API)) {
      context.header("Cache-Control", "no-store");
    }
  }

  /**
   * @throws IllegalStateException if a route does not say who may use it
   */
  static void checkRoutes(Javalin server) {
    List<String> undeclared =
        endpoints(server)
            .filter(route -> access(route).findAny().isEmpty())
            .map(route -> route.method + " " + route.path)
            .toList();
    if (!undeclared.isEmpty()) {
      throw new IllegalStateException("Routes that do not say who may use them: " + undeclared);
    }
  }

  static Stream<Endpoint> endpoints(Javalin server) {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod());
  }

  static Stream<Access> access(Endpoint route) {
    Roles roles = route.metadata(Roles.class);
    return roles == null
        ? Stream.empty()
        : roles.getRoles().stream().filter(Access.class::isInstance).map(Access.class::cast);
  }
}
