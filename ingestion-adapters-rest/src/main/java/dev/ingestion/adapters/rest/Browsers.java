package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the pages of others make a browser send. That concerns requests which a browser
 * gives their power by itself: by a cookie, or by being on this machine while no token is asked
 * for. A page cannot give a bearer token that it does not know.
 */
final class Browsers {
  private static final Set<HandlerType> LOOKING =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);
  private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

  private final RestConfig config;

  @Inject
  Browsers(RestConfig config) {
    this.config = config;
  }

  /**
   * Where no token is asked for. The address must be one of this machine: a page whose name begins
   * to mean this machine after it was loaded (DNS rebinding) would be of the same origin otherwise.
   *
   * @throws IngestionException FORBIDDEN
   */
  void checkLocal(Context context) {
    String host = context.host();
    if (host != null && !isOfThisMachine(name(host))) {
      throw new IngestionException(
          ErrorCode.FORBIDDEN,
          "This server asks for no token and so answers only to names of this machine, for example localhost, and not to '%s'. To reach it by other names, set ingestion.api-token"
              .formatted(host));
    }
    checkOrigin(context);
  }

  /**
   * Where a cookie is the proof. Changes need to say that they come from this server's own pages,
   * which every browser of today does.
   *
   * @throws IngestionException FORBIDDEN
   */
  void checkCookie(Context context) {
    checkOrigin(context);
    boolean told = context.header("Origin") != null || context.header("Sec-Fetch-Site") != null;
    if (!told && changes(context)) {
      throw new IngestionException(
          ErrorCode.FORBIDDEN,
          "A change with a cookie needs an Origin header; programs send a token instead:"
              + " 'Authorization: Bearer …'");
    }
  }

  /**
   * @throws IngestionException FORBIDDEN if it says that it comes from elsewhere,
   *     UNSUPPORTED_MEDIA_TYPE if its body is what a form of a page can send anywhere
   */
  void checkOrigin(Context context) {
    String site = context.header("Sec-Fetch-Site");
    String origin = context.header("Origin");
    if ((site != null && !FROM_HERE.contains(site))
        || (origin != null && !isOwn(origin, context.host()))) {
      throw new IngestionException(
          ErrorCode.FORBIDDEN, "The request comes from a page of somebody else, and is refused");
    }
    if (context.method().equals(HandlerType.POST) && !mayBeJson(context.contentType())) {
      throw new IngestionException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "The body must be JSON and say so with 'Content-Type: application/json'");
    }
  }

  private static boolean changes(Context context) {
    return !LOOKING.contains(context.method());
  }

  /** No type at all is well: there is no body then, or whoever reads it will refuse it. */
  private static boolean mayBeJson(@Nullable String type) {
    return type == null || Input.isJson(type);
  }

  /** The scheme is left out: a proxy may speak another one. */
  private static boolean isOwn(String origin, @Nullable String host) {
    int authority = origin.indexOf("://");
    return authority >= 0
        && host != null
        && origin.substring(authority + "://".length()).equalsIgnoreCase(host);
  }

  private boolean isOfThisMachine(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.\\d{1,3}){3}")
        || name.equalsIgnoreCase(config.host());
  }

  private static String name(String host) {
    return host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
  }
}
