package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.in.TokenService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens that all have the same secret. */
final class FakeTokens implements TokenService {
  static final String SECRET = "ing_secret";
  static final Instant MADE = Instant.parse("2026-03-01T02:00:00Z");

  final List<ApiToken> known = new ArrayList<>();

  @Override
  public Created create(
      TokenName name, Role role, Set<KnowledgeBaseId> knowledgeBases, @Nullable Duration validFor) {
    ApiToken token =
        new ApiToken(
            name,
            TokenHash.of(SECRET),
            role,
            knowledgeBases,
            MADE,
            validFor == null ? null : MADE.plus(validFor));
    known.add(token);
    return new Created(token, SECRET);
  }

  @Override
  public List<ApiToken> list() {
    return known;
  }

  @Override
  public void revoke(TokenName name) {
    if (!known.removeIf(token -> token.name().equals(name))) {
      throw new IngestionException(ErrorCode.UNKNOWN_TOKEN, "There is no token " + name);
    }
  }

  @Override
  public Optional<ApiToken> authenticate(TokenHash presented) {
    throw new AssertionError("not asked for");
  }
}
