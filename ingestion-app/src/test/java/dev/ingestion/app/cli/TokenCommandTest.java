package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.cli.CommandLineHarness.Outcome;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  @TempDir Path dataRoot;
  private CommandLineHarness cli;

  @BeforeEach
  void start() {
    cli = new CommandLineHarness(dataRoot);
  }

  @Test
  void aTokenIsShownOnceAndAlone() {
    Outcome outcome = cli.run("token", "create", "ci", "--role", "operate");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualToIgnoringNewLines(FakeTokens.SECRET);
    assertThat(outcome.err()).contains("not shown again");
    assertThat(cli.run("token", "list").out()).contains("ci").doesNotContain(FakeTokens.SECRET);
  }

  @Test
  void itIsForWhatTheOptionsSay() {
    cli.run(
        "token",
        "create",
        "ci",
        "--role",
        "READ",
        "--kb",
        "handbook",
        "--kb",
        "papers",
        "--expires",
        "90d");

    ApiToken token = cli.services.tokens.known.get(0);
    assertThat(token.role()).isEqualTo(Role.READ);
    assertThat(token.knowledgeBases())
        .extracting(Object::toString)
        .containsExactly("handbook", "papers");
    assertThat(token.expiresAt()).isEqualTo(FakeTokens.MADE.plus(Duration.ofDays(90)));
    assertThat(cli.run("token", "list").out())
        .contains("read", "handbook, papers", "2026-05-30T02:00:00Z");
  }

  @Test
  void asJsonItHasTheSecretBesideWhatIsListed() {
    assertThat(cli.run("token", "create", "ci", "--role", "admin", "--json").out().strip())
        .isEqualTo(
            "{\"secret\":\"ing_secret\",\"token\":{\"name\":\"ci\",\"role\":\"admin\","
                + "\"knowledge_bases\":[],\"created_at\":\"2026-03-01T02:00:00Z\",\"expires_at\":null}}");
    assertThat(cli.run("token", "list", "--json").out().strip())
        .startsWith("{\"tokens\":[{\"name\":\"ci\"")
        .doesNotContain("secret");
  }

  @Test
  void anAdminForSomeKnowledgeBasesIsAMistake() {
    Outcome outcome = cli.run("token", "create", "ci", "--role", "admin", "--kb", "handbook");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("is for all knowledge bases");
  }

  @Test
  void aRoleThatIsNoneAndNoRoleAreMistakes() {
    assertThat(cli.run("token", "create", "ci", "--role", "root").code()).isEqualTo(2);
    assertThat(cli.run("token", "create", "ci").code()).isEqualTo(2);
  }

  @Test
  void whatIsRevokedIsGone() {
    cli.run("token", "create", "ci", "--role", "read");

    assertThat(cli.run("token", "revoke", "ci").out()).isEqualToIgnoringNewLines("Revoked ci.");
    assertThat(cli.run("token", "list").out()).contains("There are no tokens");
    assertThat(cli.run("token", "revoke", "ci").code()).isEqualTo(2);
  }
}
