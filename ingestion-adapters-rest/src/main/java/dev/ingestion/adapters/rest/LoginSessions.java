package dev.ingestion.adapters.rest;

import dev.ingestion.domain.access.TokenHash;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is logged in. A login is worth what its token is worth at each request, so that a token that
 * is revoked or expires ends the logins with it. Kept in memory by the hashes of their ids: a
 * restart ends them, and a copy of the memory opens nothing. Thread-safe.
 */
final class LoginSessions {
  private static final int BYTES = 32;

  private final SessionConfig config;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** The oldest first, which expires first as well. */
  private final Map<TokenHash, Session> sessions = new LinkedHashMap<>();

  private record Session(TokenHash token, Instant end) {}

  @Inject
  LoginSessions(SessionConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * @return the id, which only the cookie has
   */
  synchronized String begin(TokenHash token) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    makeRoom();
    sessions.put(TokenHash.of(id), new Session(token, clock.instant().plus(config.lifetime())));
    return id;
  }

  private void makeRoom() {
    Instant now = clock.instant();
    Iterator<Session> oldest = sessions.values().iterator();
    while (oldest.hasNext()
        && (!now.isBefore(oldest.next().end()) || sessions.size() >= config.most())) {
      oldest.remove();
    }
  }

  /**
   * @return the hash of the token of the login; empty if there is none
   */
  synchronized Optional<TokenHash> token(String id) {
    TokenHash hash = TokenHash.of(id);
    Session session = sessions.get(hash);
    if (session != null && !clock.instant().isBefore(session.end())) {
      sessions.remove(hash);
      return Optional.empty();
    }
    return Optional.ofNullable(session).map(Session::token);
  }

  synchronized void end(String id) {
    sessions.remove(TokenHash.of(id));
  }
}
