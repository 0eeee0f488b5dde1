package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where no token is asked for, and a browser on this machine shows the pages of others. */
class BrowsersTest {
  private static final String START = Routes.API + "/knowledge-bases/handbook/start";

  private final Guarded guarded = new Guarded();

  @BeforeEach
  void start() {
    guarded.start();
  }

  @AfterEach
  void close() {
    guarded.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil"})
  void aNameThatBeganToMeanThisMachineIsRefused(String host) throws Exception {
    assertThat(get(host)).startsWith("HTTP/1.1 403").contains("\"code\":\"FORBIDDEN\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost:8080", "LOCALHOST", "kb.localhost", "[::1]:8080"})
  void namesOfThisMachineAreAnswered(String host) throws Exception {
    assertThat(get(host)).startsWith("HTTP/1.1 200");
  }

  private String get(String host) throws Exception {
    return guarded.say(
        "GET /api/v1/all HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void pagesOfOthersReadAndChangeNothing(String site) throws Exception {
    assertThat(
            guarded
                .send(guarded.request("GET", "/api/v1/all").header("Sec-Fetch-Site", site))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            guarded
                .send(guarded.request("POST", START).header("Sec-Fetch-Site", site))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aBrowserThatTellsOnlyTheOriginIsBelievedTheSame() throws Exception {
    assertThat(
            guarded
                .send(guarded.request("POST", START).header("Origin", "https://evil.example"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void whatAFormCanSendAnywhereIsRefused() throws Exception {
    assertThat(
            guarded
                .send(
                    guarded
                        .request("POST", START)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("a=b")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void aProgramWithoutAnyOfThatIsServed() throws Exception {
    assertThat(guarded.send(guarded.request("POST", START)).statusCode()).isEqualTo(200);
  }

  @Test
  void everyAnswerTellsTheBrowserToTrustNothingElse() throws Exception {
    assertThat(guarded.get("/api/v1/all").headers().map())
        .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
        .containsEntry("referrer-policy", java.util.List.of("no-referrer"))
        .containsEntry("cache-control", java.util.List.of("no-store"))
        .hasEntrySatisfying(
            "content-security-policy",
            policy ->
                assertThat(policy)
                    .singleElement()
                    .asString()
                    .contains(
                        "default-src 'self'",
                        "script-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "form-action 'self'")
                    .doesNotContain("unsafe"))
        .doesNotContainKey("server");
    assertThat(guarded.get("/nothing-here").headers().map()).containsKey("content-security-policy");
  }
}
