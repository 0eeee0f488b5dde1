package dev.ingestion.domain.access;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token: everything but the token itself.
 *
 * @param knowledgeBases those that it opens, in the order of their ids; empty for all, those that
 *     are yet to be made included
 * @param expiresAt from when on it opens nothing; null for never
 */
public record ApiToken(
    TokenName name,
    TokenHash hash,
    Role role,
    Set<KnowledgeBaseId> knowledgeBases,
    Instant createdAt,
    @Nullable Instant expiresAt) {

  /**
   * @throws IngestionException INVALID_ARGUMENT if an admin's token is for some knowledge bases
   *     only: who may make and delete them, and run any command, cannot be held to some
   */
  public ApiToken {
    Set<KnowledgeBaseId> sorted = new TreeSet<>(Comparator.comparing(KnowledgeBaseId::value));
    sorted.addAll(knowledgeBases);
    knowledgeBases = Collections.unmodifiableSet(sorted);
    if (role == Role.ADMIN && !knowledgeBases.isEmpty()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "A token with role admin is for all knowledge bases; give it none, or the role operate");
    }
  }

  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  public boolean opens(KnowledgeBaseId kb) {
    return knowledgeBases.isEmpty() || knowledgeBases.contains(kb);
  }
}
