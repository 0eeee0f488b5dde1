package dev.ingestion.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiTokenTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
  private static final KnowledgeBaseId HANDBOOK = new KnowledgeBaseId("handbook");
  private static final KnowledgeBaseId PAPERS = new KnowledgeBaseId("papers");

  @Test
  void eachRoleMayDoWhatTheOneBeforeMay() {
    assertThat(Role.ADMIN.includes(Role.OPERATE)).isTrue();
    assertThat(Role.OPERATE.includes(Role.READ)).isTrue();
    assertThat(Role.OPERATE.includes(Role.OPERATE)).isTrue();
    assertThat(Role.READ.includes(Role.OPERATE)).isFalse();
    assertThat(Role.OPERATE.includes(Role.ADMIN)).isFalse();
  }

  @Test
  void itOpensTheKnowledgeBasesThatItIsForAndAllIfItNamesNone() {
    assertThat(token(Role.READ, Set.of(HANDBOOK), null).opens(HANDBOOK)).isTrue();
    assertThat(token(Role.READ, Set.of(HANDBOOK), null).opens(PAPERS)).isFalse();
    assertThat(token(Role.READ, Set.of(), null).opens(PAPERS)).isTrue();
  }

  @Test
  void anAdminIsNotHeldToSomeKnowledgeBases() {
    assertThatThrownBy(() -> token(Role.ADMIN, Set.of(HANDBOOK), null))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void itExpiresAtTheInstantThatItNames() {
    assertThat(token(Role.READ, Set.of(), NOW).isExpired(NOW)).isTrue();
    assertThat(token(Role.READ, Set.of(), NOW).isExpired(NOW.minusNanos(1))).isFalse();
    assertThat(token(Role.READ, Set.of(), null).isExpired(Instant.MAX)).isFalse();
  }

  @Test
  void aHashIsThatOfTheTokenAndShowsNothingOfIt() {
    TokenHash hash = TokenHash.of("abc");

    assertThat(hash.value())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(hash.matches(TokenHash.of("abc"))).isTrue();
    assertThat(hash.matches(TokenHash.of("abd"))).isFalse();
    assertThat(token(Role.READ, Set.of(), null).toString()).doesNotContain("ba7816bf");
  }

  private static ApiToken token(
      Role role, Set<KnowledgeBaseId> knowledgeBases, @Nullable Instant expiresAt) {
    return new ApiToken(
        new TokenName("ci"), TokenHash.of("abc"), role, knowledgeBases, NOW, expiresAt);
  }
}
