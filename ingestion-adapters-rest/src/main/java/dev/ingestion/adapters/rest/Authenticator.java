package dev.ingestion.adapters.rest;

import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.in.TokenService;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows tokens again: the one from the settings, and those in the database. Thread-safe. */
final class Authenticator {
  private static final Caller ADMIN = new Caller("admin", Role.ADMIN, Set.of());

  private final @Nullable TokenHash admin;
  private final TokenService tokens;

  /** When it was looked up last. */
  private volatile boolean askedForNone;

  @Inject
  Authenticator(AdminTokenConfig config, TokenService tokens) {
    this.admin = config.isGiven() ? TokenHash.of(config.apiToken()) : null;
    this.tokens = tokens;
  }

  Optional<Caller> authenticate(TokenHash presented) {
    if (admin != null && admin.matches(presented)) {
      return Optional.of(ADMIN);
    }
    return tokens.authenticate(presented).map(Caller::with);
  }

  /**
   * Whether there is no token at all: the server then listens to this machine only, and whoever is
   * on it may do everything, as with the command line. One that has expired counts: who has made
   * one wants them to be asked for.
   */
  boolean asksForNone() {
    boolean none = admin == null && tokens.list().isEmpty();
    askedForNone = none;
    return none;
  }

  /** What can be told of it while tokens cannot be looked up. */
  boolean knowsWithoutStores(Proof proof) {
    return proof instanceof Proof.Bearer bearer
        ? admin != null && bearer.token() != null && admin.matches(bearer.token())
        : proof instanceof Proof.Presence && askedForNone;
  }
}
