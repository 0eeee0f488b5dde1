package dev.ingestion.ports.in.view;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.access.ApiToken;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token.
 *
 * @param knowledgeBases empty for all
 */
public record TokenView(
    String name,
    String role,
    List<String> knowledgeBases,
    String createdAt,
    @Nullable String expiresAt) {

  public static TokenView of(ApiToken token) {
    Instant expiry = token.expiresAt();
    return new TokenView(
        token.name().value(),
        token.role().name().toLowerCase(Locale.ROOT),
        token.knowledgeBases().stream().map(KnowledgeBaseId::value).toList(),
        token.createdAt().toString(),
        expiry == null ? null : expiry.toString());
  }
}
