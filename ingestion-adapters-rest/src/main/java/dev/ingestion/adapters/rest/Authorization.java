package dev.ingestion.adapters.rest;

import dev.ingestion.adapters.rest.Proof.Bearer;
import dev.ingestion.adapters.rest.Proof.Login;
import dev.ingestion.adapters.rest.Proof.Presence;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who sends a request, and lets it through to a route that they may use. */
final class Authorization {
  static final String COOKIE = "ingestion_session";

  private static final Logger log = LoggerFactory.getLogger(Authorization.class);

  private static final String HEADER = "Authorization";
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
    Caller caller = letIn(context);
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
    return new UnknownKnowledgeBaseException(kb);
  }

  private Caller letIn(Context context) {
    Proof proof = proof(context);
    Caller caller = caller(proof).orElseThrow(() -> unauthenticated(context));
    checkBrowser(proof, context);
    caller.sends(context);
    new Standing(this, proof, caller).goesWith(context);
    return caller;
  }

  private void checkBrowser(Proof proof, Context context) {
    if (proof instanceof Login) {
      browsers.checkCookie(context);
    } else if (proof instanceof Presence) {
      browsers.checkLocal(context);
    }
  }

  /**
   * Whether somebody may read, on a route that is open to others as well.
   *
   * @param storesAnswer whether tokens can be looked up; if not, the one from the settings counts,
   *     and whether one was asked for before
   */
  boolean mayRead(Context context, boolean storesAnswer) {
    try {
      Proof proof =
          storesAnswer || context.header(HEADER) != null ? proof(context) : new Presence();
      boolean known =
          storesAnswer ? caller(proof).isPresent() : authenticator.knowsWithoutStores(proof);
      if (known) {
        checkBrowser(proof, context);
      }
      return known;
    } catch (IngestionException e) {
      log.debug("Somebody is told only what all may know: {}", e.getMessage());
      return false;
    }
  }

  /** A token that is shown counts, good or bad; then a cookie; then that no token is asked for. */
  private Proof proof(Context context) {
    String header = context.header(HEADER);
    if (header != null) {
      return new Bearer(
          header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
              ? TokenHash.of(header.substring(SCHEME.length()).strip())
              : null);
    }
    return authenticator.asksForNone() ? new Presence() : new Login(context.cookie(COOKIE));
  }

  /** Whom something proves, as it stands now; empty if nobody. */
  Optional<Caller> caller(Proof proof) {
    if (proof instanceof Bearer bearer) {
      return Optional.ofNullable(bearer.token()).flatMap(authenticator::authenticate);
    } else if (proof instanceof Login login) {
      return Optional.ofNullable(login.cookie())
          .flatMap(sessions::token)
          .flatMap(authenticator::authenticate);
    }
    return authenticator.asksForNone() ? Optional.of(Caller.LOCAL) : Optional.empty();
  }

  /** The same whatever is wrong: it tells nobody how near they came. */
  static IngestionException unauthenticated(Context context) {
    context.header("WWW-Authenticate", "Bearer realm=\"ingestion\"");
    return new IngestionException(
        ErrorCode.UNAUTHENTICATED,
        "This needs a token that is known and has not expired: 'Authorization: Bearer …', or a"
            + " login");
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
