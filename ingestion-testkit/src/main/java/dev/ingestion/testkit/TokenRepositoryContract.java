package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link dev.ingestion.ports.out.TokenRepository} does. */
public abstract class TokenRepositoryContract extends StoresContract {
  private static final Instant AT = Instant.parse("2026-03-01T03:00:00.123456Z");
  private static final ApiToken OPERATOR =
      new ApiToken(
          new TokenName("operator"),
          TokenHash.of("one"),
          Role.OPERATE,
          Set.of(new KnowledgeBaseId("handbook"), new KnowledgeBaseId("yet-to-be-made")),
          AT,
          AT.plusSeconds(1));
  private static final ApiToken ADMIN =
      new ApiToken(new TokenName("admin"), TokenHash.of("two"), Role.ADMIN, Set.of(), AT, null);

  @Test
  public void whatIsKeptIsFoundAgainByItsHash() throws Exception {
    stores.tokens().insert(OPERATOR);
    stores.tokens().insert(ADMIN);
    reopen();

    assertThat(stores.tokens().find(OPERATOR.hash())).contains(OPERATOR);
    assertThat(stores.tokens().find(ADMIN.hash())).contains(ADMIN);
    assertThat(stores.tokens().find(TokenHash.of("three"))).isEmpty();
  }

  @Test
  public void theyAreListedByName() {
    assertThat(stores.tokens().list()).isEmpty();

    stores.tokens().insert(OPERATOR);
    stores.tokens().insert(ADMIN);

    assertThat(stores.tokens().list()).containsExactly(ADMIN, OPERATOR);
  }

  @Test
  public void aNameIsGivenOnce() {
    stores.tokens().insert(OPERATOR);

    assertRefused(
        ErrorCode.TOKEN_EXISTS,
        () ->
            stores
                .tokens()
                .insert(
                    new ApiToken(
                        OPERATOR.name(), TokenHash.of("three"), Role.READ, Set.of(), AT, null)));
    assertThat(stores.tokens().list()).containsExactly(OPERATOR);
  }

  @Test
  public void whatIsDeletedIsGoneAndNothingElse() throws Exception {
    stores.tokens().insert(OPERATOR);
    stores.tokens().insert(ADMIN);

    assertThat(stores.tokens().delete(OPERATOR.name())).isTrue();
    assertThat(stores.tokens().delete(OPERATOR.name())).isFalse();
    reopen();

    assertThat(stores.tokens().find(OPERATOR.hash())).isEmpty();
    assertThat(stores.tokens().list()).containsExactly(ADMIN);
  }

  @Test
  public void aKnowledgeBaseThatIsDeletedLeavesTheTokensThatNameIt() {
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    stores.tokens().insert(OPERATOR);

    stores.knowledgeBases().beginDelete(kb);
    stores.knowledgeBases().finishDelete(kb);

    assertThat(stores.tokens().list()).containsExactly(OPERATOR);
  }
}
