package dev.ingestion.ports.out;

import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.TokenHash;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the tokens that open the API. Thread-safe; each call is one transaction, durable
 * when it returns. Every method throws an IngestionException with STORAGE_UNAVAILABLE if the
 * database cannot be reached; reads are then safe to retry.
 *
 * <p>Not offered: change. A token that is to open something else is another token. What a token
 * opens does not depend on whether those knowledge bases exist.
 */
public interface TokenRepository {
  /**
   * @throws dev.ingestion.domain.IngestionException TOKEN_EXISTS if there is one of this name
   */
  void insert(ApiToken token);

  /** In the order of names, those that have expired included. */
  List<ApiToken> list();

  /** Whether it has expired or not. */
  Optional<ApiToken> find(TokenHash hash);

  /**
   * @return whether there was one
   */
  boolean delete(TokenName name);
}
