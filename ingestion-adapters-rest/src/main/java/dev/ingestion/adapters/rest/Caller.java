package dev.ingestion.adapters.rest;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request.
 *
 * @param name of the token; for people and logs
 * @param knowledgeBases empty for all
 */
record Caller(String name, Role role, Set<KnowledgeBaseId> knowledgeBases) {
  private static final String ATTRIBUTE = "caller";

  /** Whoever is on this machine, as long as there is no token. */
  static final Caller LOCAL = new Caller("local", Role.ADMIN, Set.of());

  Caller {
    knowledgeBases = Set.copyOf(knowledgeBases);
  }

  static Caller with(ApiToken token) {
    return new Caller(token.name().value(), token.role(), token.knowledgeBases());
  }

  /** Only on routes that are not {@link Access#OPEN}. */
  static Caller of(Context context) {
    return Objects.requireNonNull(context.<Caller>attribute(ATTRIBUTE));
  }

  /** Null on routes that are open. */
  static @Nullable Caller orNull(Context context) {
    return context.attribute(ATTRIBUTE);
  }

  void sends(Context context) {
    context.attribute(ATTRIBUTE, this);
  }

  boolean isLimited() {
    return !knowledgeBases.isEmpty();
  }

  boolean sees(KnowledgeBaseId kb) {
    return !isLimited() || knowledgeBases.contains(kb);
  }

  /** The same for an id that nobody has looked at. */
  boolean sees(String kb) {
    return !isLimited() || knowledgeBases.stream().anyMatch(each -> each.value().equals(kb));
  }
}
