package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.in.TokenService;
import dev.ingestion.ports.out.TokenRepository;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes tokens that cannot be guessed, and knows them again. */
final class DefaultTokenService implements TokenService {
  /** So that people and scanners of leaked secrets see what it is. */
  private static final String PREFIX = "ing_";

  private static final int BYTES = 32;

  /** Of the token from the settings, and of who is on the machine while there is none. */
  private static final Set<String> RESERVED = Set.of("admin", "local");

  private final TokenRepository tokens;
  private final InstantSource clock;
  private final SecureRandom random;

  @Inject
  DefaultTokenService(TokenRepository tokens, InstantSource clock, SecureRandom random) {
    this.tokens = tokens;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Created create(
      TokenName name, Role role, Set<KnowledgeBaseId> knowledgeBases, @Nullable Duration validFor) {
    if (validFor != null && validFor.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "A token is good for a second at least, or for ever");
    }
    if (RESERVED.contains(name.value().toLowerCase(Locale.ROOT))) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "A token cannot be named '%s': logs and limits use that name themselves".formatted(name));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String secret = secret();
    ApiToken token =
        new ApiToken(
            name,
            TokenHash.of(secret),
            role,
            knowledgeBases,
            now,
            validFor == null ? null : now.plus(validFor));
    tokens.insert(token);
    return new Created(token, secret);
  }

  private String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public List<ApiToken> list() {
    return tokens.list();
  }

  @Override
  public void revoke(TokenName name) {
    if (!tokens.delete(name)) {
      throw new IngestionException(
          ErrorCode.UNKNOWN_TOKEN,
          "There is no token %s; the list of tokens shows those there are".formatted(name));
    }
  }

  @Override
  public Optional<ApiToken> authenticate(TokenHash presented) {
    Instant now = clock.instant();
    return tokens
        .find(presented)
        .filter(token -> token.hash().matches(presented) && !token.isExpired(now));
  }
}
