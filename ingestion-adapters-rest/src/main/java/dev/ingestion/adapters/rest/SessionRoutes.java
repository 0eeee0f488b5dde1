package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.access.TokenHash;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins for people with browsers: the token is given once, in a body, and then a cookie that no
 * script can read stands for it.
 */
final class SessionRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(SessionRoutes.class);
  private static final double SECONDS = 60.0;

  /** Anybody may send one, and a token is short. */
  private static final ByteSize MOST = new ByteSize(4_096);

  private final Authenticator authenticator;
  private final LoginSessions sessions;
  private final Browsers browsers;
  private final Input input;
  private final SessionConfig config;
  private final RateLimit failures;

  @Inject
  SessionRoutes(
      Authenticator authenticator,
      LoginSessions sessions,
      Browsers browsers,
      Input input,
      SessionConfig config,
      RateConfig rate,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.sessions = sessions;
    this.browsers = browsers;
    this.input = input;
    this.config = config;
    this.failures = new RateLimit(rate.logins() / SECONDS, rate.logins(), clock);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(API + "/session", this::login, Access.OPEN);
    routes.get(API + "/session", this::show, Access.READ, Reach.FILTERED);
    routes.delete(API + "/session", this::logout, Access.READ, Reach.FILTERED);
  }

  private void login(Context context) {
    Query.of(context);
    browsers.checkOrigin(context);
    failures.check(context.ip());
    String given = input.optionalBody(context, Login.class, MOST).map(Login::shown).orElse("");
    TokenHash token = TokenHash.of(given);
    if (authenticator.authenticate(token).isEmpty()) {
      failures.take(context.ip());
      log.warn("A login from {} was refused: the token is none that is known", context.ip());
      throw Authorization.unauthenticated(context);
    }
    int seconds = (int) Math.min(Integer.MAX_VALUE, config.lifetime().toSeconds());
    context.cookie(cookie(context, sessions.begin(token), seconds));
    context.status(HttpStatus.NO_CONTENT);
  }

  private void show(Context context) {
    Query.of(context);
    Caller caller = Caller.of(context);
    context.json(
        new SessionView(
            caller.name(),
            caller.role().name().toLowerCase(Locale.ROOT),
            caller.knowledgeBases().stream().map(KnowledgeBaseId::value).sorted().toList()));
  }

  private void logout(Context context) {
    Query.of(context);
    input.noBody(context);
    String id = context.cookie(Authorization.COOKIE);
    if (id != null) {
      sessions.end(id);
    }
    context.cookie(cookie(context, "", 0));
    context.status(HttpStatus.NO_CONTENT);
  }

  private static Cookie cookie(Context context, String value, int seconds) {
    boolean secure =
        context.scheme().equals("https") || "https".equals(context.header("X-Forwarded-Proto"));
    return new Cookie(
        Authorization.COOKIE, value, "/", seconds, secure, true, null, SameSite.STRICT);
  }

  private record Login(@Nullable String token) {
    String shown() {
      return token == null ? "" : token;
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Login[]";
    }
  }

  /**
   * @param knowledgeBases empty for all
   */
  private record SessionView(String name, String role, List<String> knowledgeBases) {}
}
