package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who sends a request, and lets it through to a route that they may use. */
final class Authorization {
  static final String COOKIE = "ingestion_session";

  private static final String SCHEME = "bearer ";

  private final Authenticator authenticator;
  private final LoginSessions sessions;
  private final Browsers browsers;

  @Inject
  Authorization(Authenticator authenticator, LoginSessions sessions, Browsers browsers) {
    this.authenticator = authenticator;
    this.sessions = sessions;
    this.browsers = browsers;
  }

  /**
   * @throws IngestionException UNAUTHENTICATED, FORBIDDEN, or UNKNOWN_KNOWLEDGE_BASE for one that
   *     the caller may not know of
   */
  void check(Context context) {
    Set<RouteRole> declared = context.routeRoles();
    Role least = least(declared);
    if (least == null) {
      return;
    }
    Caller caller = caller(context);
    caller.sends(context);
    if (!caller.role().includes(least)) {
      throw new IngestionException(
          ErrorCode.FORBIDDEN,
          "%s %s needs the role %s, and '%s' has %s"
              .formatted(
                  context.method(),
                  context.path(),
                  word(least),
                  caller.name(),
                  word(caller.role())));
    }
    if (caller.isLimited()) {
      checkReach(caller, context, declared);
    }
  }

  /** What has no role is a file of the dashboard: the start checks that every route has one. */
  private static @Nullable Role least(Set<RouteRole> declared) {
    for (RouteRole each : declared) {
      if (each instanceof Access access) {
        return access.least();
      }
    }
    return null;
  }

  private static void checkReach(Caller caller, Context context, Set<RouteRole> declared) {
    String kb = context.pathParamMap().get("kb_id");
    if (kb != null && !caller.sees(kb)) {
      throw unknown(kb);
    } else if (kb == null && !declared.contains(Reach.FILTERED)) {
      throw new IngestionException(
          ErrorCode.FORBIDDEN,
          "'%s' is for some knowledge bases only, and %s %s is about all"
              .formatted(caller.name(), context.method(), context.path()));
    }
  }

  /** Says of one that must not be known of what is said of one that is not there. */
  static IngestionException unknown(String kb) {
    return new IngestionException(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base " + kb);
  }

  /** A token that is shown counts, good or bad; then a cookie; then that no token is asked for. */
  private Caller caller(Context context) {
    String header = context.header("Authorization");
    if (header != null) {
      return bearer(header).orElseThrow(() -> unauthenticated(context));
    }
    if (!authenticator.asksForNone()) {
      Caller caller = login(context).orElseThrow(() -> unauthenticated(context));
      browsers.checkCookie(context);
      return caller;
    }
    browsers.checkLocal(context);
    return Caller.LOCAL;
  }

  private Optional<Caller> bearer(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? authenticator.authenticate(TokenHash.of(header.substring(SCHEME.length()).strip()))
        : Optional.empty();
  }

  private Optional<Caller> login(Context context) {
    return Optional.ofNullable(context.cookie(COOKIE))
        .flatMap(sessions::token)
        .flatMap(authenticator::authenticate);
  }

  /** The same whatever is wrong: it tells nobody how near they came. */
  static IngestionException unauthenticated(Context context) {
    context.header("WWW-Authenticate", "Bearer realm=\"ingestion\"");
    return new IngestionException(
        ErrorCode.UNAUTHENTICATED,
        "This needs a token that is known and has not expired: 'Authorization: Bearer …', or a login");
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
