package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes and revokes the tokens that open the API, and tells whom one belongs to. Thread-safe; what
 * is changed is durable when a method returns, and holds for the next request.
 */
public interface TokenService {
  /**
   * Makes a token of 256 random bits. It is shown here and never again: only its hash is kept.
   *
   * @param knowledgeBases those that it opens, which need not be there yet; empty for all
   * @param validFor how long it opens them, at least a second; null for ever
   * @throws dev.ingestion.domain.IngestionException TOKEN_EXISTS if there is one of this name,
   *     expired or not; INVALID_ARGUMENT if an admin's is to be for some knowledge bases only
   */
  Created create(
      TokenName name, Role role, Set<KnowledgeBaseId> knowledgeBases, @Nullable Duration validFor);

  /** In the order of names, those that have expired included. */
  List<ApiToken> list();

  /**
   * Makes a token open nothing any more, and ends what was begun with it at the next request.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_TOKEN if there is none of this name
   */
  void revoke(TokenName name);

  /**
   * @param presented the hash of what somebody has shown
   * @return empty if no token has it, or one that has expired
   */
  Optional<ApiToken> authenticate(TokenHash presented);

  /**
   * @param secret the token itself
   */
  record Created(ApiToken token, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Created[token=" + token + "]";
    }
  }
}
