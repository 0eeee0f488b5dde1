package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final String SESSION = Routes.API + "/session";
  private static final String START = Routes.API + "/knowledge-bases/handbook/start";

  private final Guarded guarded = new Guarded();

  @BeforeEach
  void start() {
    guarded.tokens.add("operator", Role.OPERATE);
    guarded.session = new SessionConfig(Duration.ofHours(12), 3);
    guarded.start();
  }

  @AfterEach
  void close() {
    guarded.close();
  }

  @Test
  void aLoginIsACookieThatNoScriptAndNoOtherSiteGets() throws Exception {
    HttpResponse<String> answer = guarded.login("operator");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .matches("ingestion_session=[A-Za-z0-9_-]{43}; .*")
        .contains("Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43200")
        .doesNotContain("Secure", "operator");
  }

  @Test
  void overHttpsTheCookieIsForHttpsOnly() throws Exception {
    HttpResponse<String> answer =
        guarded.send(
            guarded
                .request("POST", SESSION)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-Proto", "https")
                .POST(BodyPublishers.ofString("{\"token\": \"operator\"}")));

    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
  }

  @Test
  void whoIsLoggedInMayWhatTheTokenMay() throws Exception {
    String cookie = cookie();

    assertThat(get(cookie, SESSION).body())
        .isEqualTo("{\"name\":\"operator\",\"role\":\"operate\",\"knowledge_bases\":[]}");
    assertThat(guarded.send(start(cookie).header("Origin", origin())).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoTokenIsRefused() throws Exception {
    HttpResponse<String> answer = guarded.login("wrong");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(guarded.send(guarded.request("POST", SESSION)).statusCode()).isEqualTo(401);
  }

  @Test
  void whoLogsOutIsOut() throws Exception {
    String cookie = cookie();

    HttpResponse<String> answer =
        guarded.send(
            guarded
                .request("DELETE", SESSION)
                .header("Cookie", cookie)
                .header("Sec-Fetch-Site", "same-origin"));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("Expires=Thu, 01 Jan 1970");
    assertThat(get(cookie, SESSION).statusCode()).isEqualTo(401);
  }

  @Test
  void aLoginEndsAfterItsTime() throws Exception {
    String cookie = cookie();
    guarded.clock.advance(Duration.ofHours(12));

    assertThat(get(cookie, SESSION).statusCode()).isEqualTo(401);
  }

  @Test
  void aLoginEndsWithItsToken() throws Exception {
    String cookie = cookie();
    guarded.tokens.add("other", Role.READ);
    guarded.tokens.revoke(new TokenName("operator"));

    assertThat(get(cookie, SESSION).statusCode()).isEqualTo(401);
  }

  @Test
  void oneLoginTooManyEndsTheOldest() throws Exception {
    String first = cookie();
    String second = cookie();
    cookie();
    cookie();

    assertThat(get(first, SESSION).statusCode()).isEqualTo(401);
    assertThat(get(second, SESSION).statusCode()).isEqualTo(200);
  }

  @Test
  void loginsThatFailAreFew() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(guarded.login("wrong").statusCode()).isEqualTo(401);
    }

    HttpResponse<String> answer = guarded.login("operator");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("6");
    assertThat(answer.body()).contains("\"code\":\"RATE_LIMITED\"");
    guarded.clock.advance(Duration.ofSeconds(6));
    assertThat(guarded.login("operator").statusCode()).isEqualTo(204);
  }

  @Test
  void aChangeWithACookieSaysThatItComesFromThisServersPages() throws Exception {
    String cookie = cookie();

    assertThat(guarded.send(start(cookie)).statusCode()).isEqualTo(403);
    assertThat(guarded.send(start(cookie).header("Origin", "http://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(guarded.send(start(cookie).header("Origin", "null")).statusCode()).isEqualTo(403);
    assertThat(guarded.send(start(cookie).header("Origin", "http://127.0.0.1:1")).statusCode())
        .isEqualTo(403);
    assertThat(guarded.send(start(cookie).header("Sec-Fetch-Site", "same-site")).statusCode())
        .isEqualTo(403);
    assertThat(guarded.send(start(cookie).header("Sec-Fetch-Site", "same-origin")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aFormOfAPageChangesNothing() throws Exception {
    HttpRequest.Builder form =
        start(cookie())
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{}"));

    assertThat(guarded.send(form).statusCode()).isEqualTo(415);
  }

  @Test
  void noPageOfOthersLogsSomebodyIn() throws Exception {
    HttpResponse<String> answer =
        guarded.send(
            guarded
                .request("POST", SESSION)
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.ofString("{\"token\": \"operator\"}")));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  private HttpRequest.Builder start(String cookie) {
    return guarded.request("POST", START).header("Cookie", cookie);
  }

  private String origin() {
    return "http://127.0.0.1:" + guarded.port();
  }

  private HttpResponse<String> get(String cookie, String path) throws Exception {
    return guarded.send(guarded.request("GET", path).header("Cookie", cookie));
  }

  private String cookie() throws Exception {
    String set = guarded.login("operator").headers().firstValue("Set-Cookie").orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }
}
