package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.Role;
import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {
  private static final String ADMIN = "a-token-from-the-settings";
  private static final String HANDBOOK = Routes.API + "/knowledge-bases/handbook";
  private static final String PAPERS = Routes.API + "/knowledge-bases/papers";

  private final Guarded guarded = new Guarded();

  @AfterEach
  void close() {
    guarded.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void whereOthersReachItAServerWithoutTheTokenFromTheSettingsDoesNotStart(String host) {
    guarded.host = host;
    guarded.tokens.add("reader", Role.READ);

    assertThatThrownBy(guarded::start)
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("INGESTION_API_TOKEN")
        .hasMessageContaining(host);
  }

  @Test
  void withThatTokenItListensWhereOthersReachIt() throws Exception {
    guarded.host = "0.0.0.0";
    guarded.adminToken = ADMIN;
    guarded.start();

    assertThat(guarded.get("/api/v1/all").statusCode()).isEqualTo(401);
    assertThat(guarded.with(ADMIN, "GET", "/api/v1/all").statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressThatIsNotThereIsAMistakeInTheSettings() {
    guarded.host = "no.such.host.invalid";

    assertThatThrownBy(guarded::start)
        .isInstanceOf(IngestionException.class)
        .hasMessageContaining("ingestion.api.host");
  }

  @Test
  void asLongAsThereIsNoTokenWhoeverIsOnThisMachineMayDoEverything() throws Exception {
    guarded.start();

    assertThat(guarded.send(guarded.request("DELETE", HANDBOOK)).statusCode()).isEqualTo(200);
    assertThat(guarded.get("/api/v1/session").body())
        .isEqualTo("{\"name\":\"local\",\"role\":\"admin\",\"knowledge_bases\":[]}");
  }

  @Test
  void withTheFirstTokenItIsAskedFor() throws Exception {
    guarded.start();
    guarded.tokens.add("reader", Role.READ);

    assertThat(guarded.get("/api/v1/all").statusCode()).isEqualTo(401);
  }

  @Test
  void everyRouteThatIsNotOpenRefusesWhoShowsNoTokenOrAWrongOne() throws Exception {
    guarded.adminToken = ADMIN;
    guarded.start();
    int walked = 0;
    for (Endpoint route : routes()) {
      if (Protection.access(route).noneMatch(Access.OPEN::equals)) {
        String path = route.path.replace("{kb_id}", "handbook").replace("<path>", "a.txt");
        String method = route.method.name();
        assertRefused(guarded.send(guarded.request(method, path)));
        assertRefused(guarded.with("wrong", method, path));
        assertRefused(
            guarded.send(guarded.request(method, path).header("Authorization", "Basic YTpi")));
        assertRefused(
            guarded.send(guarded.request(method, path).header("Cookie", "ingestion_session=x")));
        walked++;
      }
    }
    assertThat(walked).isEqualTo(8);
    assertThat(guarded.send(guarded.request("HEAD", "/api/v1/all")).statusCode()).isEqualTo(405);
    assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongTokenIsRefusedEvenWhereNoneIsAskedFor() throws Exception {
    guarded.start();

    assertRefused(guarded.with("wrong", "GET", "/api/v1/all"));
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.request().toString()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"ingestion\"");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"");
  }

  private List<Endpoint> routes() {
    Javalin server =
        Javalin.create(
            javalin -> {
              guarded.more.forEach(each -> each.addTo(javalin.routes));
            });
    return Protection.endpoints(server).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "READ, GET, '', 200",
    "READ, POST, /start, 403",
    "READ, DELETE, '', 403",
    "OPERATE, GET, '', 200",
    "OPERATE, POST, /start, 200",
    "OPERATE, DELETE, '', 403",
    "ADMIN, POST, /start, 200",
    "ADMIN, DELETE, '', 200"
  })
  void aTokenMayWhatItsRoleMay(Role role, String method, String tail, int status) throws Exception {
    guarded.tokens.add("token", role);
    guarded.start();

    HttpResponse<String> answer = guarded.with("token", method, HANDBOOK + tail);

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 403) {
      assertThat(answer.body()).contains("\"code\":\"FORBIDDEN\"").contains("needs the role");
    }
  }

  @Test
  void ofOtherKnowledgeBasesItIsSaidThatTheyAreNotThere() throws Exception {
    guarded.tokens.add("token", Role.OPERATE, "handbook");
    guarded.start();

    assertThat(guarded.with("token", "GET", HANDBOOK).statusCode()).isEqualTo(200);
    HttpResponse<String> answer = guarded.with("token", "POST", PAPERS + "/start");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("\"code\":\"UNKNOWN_KNOWLEDGE_BASE\"")
        .contains("There is no knowledge base 'papers'");
  }

  @Test
  void anIdThatIsWrittenAnotherWayOpensNothingElse() throws Exception {
    guarded.tokens.add("token", Role.READ, "handbook");
    guarded.start();

    for (String other : List.of("papers%2fx", "%70apers", "handbook%2f..%2fpapers", "Handbook")) {
      assertThat(
              guarded.with("token", "GET", Routes.API + "/knowledge-bases/" + other).statusCode())
          .as(other)
          .isIn(400, 404);
    }
  }

  @Test
  void whatIsAboutAllShowsOnlySomeOrIsClosedToATokenForSome() throws Exception {
    guarded.tokens.add("some", Role.READ, "handbook");
    guarded.tokens.add("all", Role.READ);
    guarded.start();

    assertThat(guarded.with("some", "GET", "/api/v1/seen").body()).isEqualTo("no papers");
    assertThat(guarded.with("all", "GET", "/api/v1/seen").body()).isEqualTo("papers");
    assertThat(guarded.with("some", "GET", "/api/v1/all").statusCode()).isEqualTo(403);
    assertThat(guarded.with("all", "GET", "/api/v1/all").statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenThatIsRevokedOpensNothingFromTheNextRequestOn() throws Exception {
    guarded.tokens.add("reader", Role.READ);
    guarded.tokens.add("other", Role.READ);
    guarded.start();
    assertThat(guarded.with("reader", "GET", "/api/v1/all").statusCode()).isEqualTo(200);

    guarded.tokens.revoke(new TokenName("reader"));

    assertThat(guarded.with("reader", "GET", "/api/v1/all").statusCode()).isEqualTo(401);
  }

  @Test
  void aServerWithARouteThatDoesNotSayWhoMayUseItDoesNotStart() {
    guarded.more.add(routes -> routes.get("/api/v1/forgotten", context -> {}));

    assertThatThrownBy(guarded::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /api/v1/forgotten");
  }
}
