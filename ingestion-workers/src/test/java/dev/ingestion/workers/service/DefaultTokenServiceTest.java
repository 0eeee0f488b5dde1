package dev.ingestion.workers.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.in.TokenService.Created;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.memory.InMemoryDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefaultTokenServiceTest {
  private static final TokenName CI = new TokenName("ci");

  private final SettableClock clock = new SettableClock();
  private final DefaultTokenService tokens =
      new DefaultTokenService(
          new InMemoryDatabase().open(clock, clock::nanoTime).tokens(), clock, new SecureRandom());

  @Test
  void aTokenIsKnownAgainByItsHash() {
    Created created = create(null);

    assertThat(tokens.authenticate(TokenHash.of(created.secret()))).contains(created.token());
    assertThat(tokens.authenticate(TokenHash.of("ing_else"))).isEmpty();
  }

  @Test
  void namesThatTheServerUsesItselfAreReserved() {
    for (String name : List.of("admin", "Admin", "local")) {
      assertThatThrownBy(() -> tokens.create(new TokenName(name), Role.READ, Set.of(), null))
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
    assertThat(tokens.list()).isEmpty();
  }

  @Test
  void theTokenItselfIsKeptAndShownNowhere() {
    Created created = create(null);

    assertThat(created.toString()).doesNotContain(created.secret());
    assertThat(tokens.list().toString()).doesNotContain(created.secret());
  }

  @Test
  void tokensHave256RandomBits() {
    String secret = create(null).secret();

    tokens.revoke(CI);
    assertThat(secret).matches("ing_[A-Za-z0-9_-]{43}").isNotEqualTo(create(null).secret());
  }

  @Test
  void oneThatHasExpiredOpensNothingAndIsStillListed() {
    Created created = create(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(5));

    assertThat(tokens.authenticate(TokenHash.of(created.secret()))).isEmpty();
    assertThat(tokens.list()).containsExactly(created.token());
  }

  @Test
  void oneThatIsRevokedOpensNothing() {
    Created created = create(null);
    tokens.revoke(CI);

    assertThat(tokens.authenticate(TokenHash.of(created.secret()))).isEmpty();
    assertRefused(ErrorCode.UNKNOWN_TOKEN, () -> tokens.revoke(CI));
  }

  @Test
  void aNameIsGivenOnce() {
    create(null);

    assertRefused(ErrorCode.TOKEN_EXISTS, () -> create(null));
  }

  @Test
  void whatIsGoodForNoTimeIsRefused() {
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> create(Duration.ZERO));
  }

  private Created create(@Nullable Duration validFor) {
    return tokens.create(CI, Role.OPERATE, Set.of(new KnowledgeBaseId("handbook")), validFor);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
