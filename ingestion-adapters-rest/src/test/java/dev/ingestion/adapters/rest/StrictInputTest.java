package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.adapters.rest.Api.Answer;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictInputTest {
  private static final String HANDBOOK = "/api/v1/knowledge-bases/handbook";

  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  private static void assertProblem(Answer answer, int status, ErrorCode code) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.at("/code")).isEqualTo(code.name());
    assertThat(answer.at("/detail")).isNotBlank();
    assertThat(answer.at("/correlation_id")).isEqualTo(answer.header("X-Correlation-Id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "7",
        "\"text\"",
        "{} {}",
        "{\"priority\": 5, \"priority\": 6}",
        "{\"unknown\": 1}",
        "{\"priority\": \"5\"}",
        "{\"priority\": 5.5}",
        "{\"priority\": 10}",
        "{\"priority\": 99999999999}",
        "{\"priority\": true}",
        "{\"source\": 5}",
        "{\"source\": \"../up\"}",
        "{\"root\": {}}",
        "{\"include\": \"*.md\"}",
        "{\"include\": [null]}",
        "{\"include\": [1]}",
        "{\"hidden\": \"true\"}",
        "{\"hidden\": 1}",
        "{\"allow_mass_delete\": \"\"}",
        "{'source': 'x'}",
        "{\"source\": \"x\",}"
      })
  void malformedJsonUnknownKeysAndWrongTypesAreRefused(String body) {
    assertProblem(api.post(HANDBOOK + "/start", body), 400, ErrorCode.INVALID_ARGUMENT);
    assertThat(api.engine.started).isEmpty();
  }

  @Test
  void aBodyThatIsNestedTooDeepIsRefused() {
    assertProblem(
        api.post(HANDBOOK + "/start", "[".repeat(5_000)), 400, ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void aBodyThatIsWantedAndMissingIsRefused() {
    assertProblem(api.put(HANDBOOK + "/priority", ""), 400, ErrorCode.INVALID_ARGUMENT);
    assertProblem(api.put(HANDBOOK + "/priority", "{}"), 400, ErrorCode.INVALID_ARGUMENT);
    assertProblem(api.post("/api/v1/knowledge-bases", "{}"), 400, ErrorCode.INVALID_ARGUMENT);
    assertProblem(
        api.post("/api/v1/knowledge-bases", "{\"kb_id\": \"x\", \"settings\": {}}"),
        400,
        ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void aBodyThatIsNotWantedIsRefused() {
    assertProblem(api.post(HANDBOOK + "/pause", "{}"), 400, ErrorCode.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/knowledge-bases/..",
        "/api/v1/knowledge-bases/../jobs",
        "/api/v1/knowledge-bases/%2e%2e",
        "/api/v1/knowledge-bases/%2E%2E/status",
        "/api/v1/knowledge-bases/hand%62ook",
        "/api/v1/knowledge-bases/a%2Fb",
        "/api/v1/knowledge-bases/a%00b",
        "/api/v1/knowledge-bases/%zz",
        "/api/v1/knowledge-bases/%",
        "/api/v1/knowledge-bases/.hidden",
        "/api/v1/knowledge-bases/a;b",
        "/api/v1/knowledge-bases/handbook/documents/../../other/documents/x",
        "/api/v1/knowledge-bases/handbook/documents/%2e%2e/x",
        "/api/v1/jobs/%2e%2e",
        "/api/v1/jobs/..;/x"
      })
  void idsWithDotsOrPercentEncodingAreRefused(String path) throws IOException {
    String answer =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
    assertThat(answer).contains("\"correlation_id\"", "X-Correlation-Id", "INVALID_ARGUMENT");
    assertThat(answer).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/jobs HTTP/1.1\r\n\r\n",
        "POST /api/v1/knowledge-bases/handbook/pause HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Length: x\r\n\r\n",
        "GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nBad Header: y\r\n\r\n"
      })
  void whatIsNoRequestAtAllIsAnsweredWithAProblem(String request) throws IOException {
    String answer = raw(request);

    assertThat(answer).matches("(?s)HTTP/1.1 (400|505).*");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("application/problem+json");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/jobs?limit=0",
        "/api/v1/jobs?limit=501",
        "/api/v1/jobs?limit=x",
        "/api/v1/jobs?limit=",
        "/api/v1/jobs?limit=1&limit=2",
        "/api/v1/jobs?status=running",
        "/api/v1/jobs?status=NONE",
        "/api/v1/jobs?kb_id=..%2Fx",
        "/api/v1/jobs?cursor=%25",
        "/api/v1/jobs?cursor=Li4",
        "/api/v1/jobs?unknown=1",
        "/api/v1/knowledge-bases/handbook/documents?cursor=eA",
        "/api/v1/knowledge-bases/handbook/documents?state=INDEXED",
        "/api/v1/knowledge-bases/handbook/dead-letters?code=NONE",
        "/api/v1/knowledge-bases/handbook/dead-letters?cursor=eA",
        "/api/v1/knowledge-bases/handbook/dead-letters/0",
        "/api/v1/knowledge-bases/handbook/dead-letters/seven",
        "/api/v1/knowledge-bases/handbook/search",
        "/api/v1/knowledge-bases/handbook/search?q=%20",
        "/api/v1/knowledge-bases/handbook/search?q=x&mode=fuzzy",
        "/api/v1/knowledge-bases/handbook/search?q=%FF"
      })
  void parametersThatAreNoneAreRefused(String path) {
    assertProblem(api.get(path), 400, ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void everyRouteRefusesParametersThatItDoesNotKnow() {
    for (OpenApi.Operation operation : api.description.operations()) {
      String path =
          operation.path().replace("{kb_id}", "handbook").replaceAll("\\{\\w+}", "default");
      Answer answer =
          operation.about().at("/requestBody/content").has("application/json")
              ? api.send(
                  operation.method(),
                  path + "?nonsense=1",
                  BodyPublishers.ofString("{}"),
                  "Content-Type",
                  "application/json")
              : api.send(operation.method(), path + "?nonsense=1", BodyPublishers.noBody());
      assertProblem(answer, 400, ErrorCode.INVALID_ARGUMENT);
      assertThat(answer.at("/detail")).as("%s", operation).contains("'nonsense'");
    }
  }

  @Test
  void aRefusalSaysInWordsWhichNamesThereAre() {
    assertThat(api.get(HANDBOOK + "/search?z=1").at("/detail"))
        .isEqualTo("The parameter 'z' is unknown; there are q, limit and mode");
    assertThat(api.get(HANDBOOK + "/settings?z=1").at("/detail"))
        .isEqualTo("The parameter 'z' is unknown; there is none");
    assertThat(api.get("/api/v1/jobs?status=DONE").at("/detail"))
        .startsWith("The parameter 'status' must be PENDING, ")
        .endsWith(" or CANCELED: 'DONE'");
    assertThat(api.post(HANDBOOK + "/start", "{\"z\": 1}").at("/detail"))
        .contains("the key 'z' is unknown; there are allow_mass_delete, exclude, ")
        .contains(" and source. See /docs");
  }

  @Test
  void aLoginIsSmallAndJson() {
    String session = "/api/v1/session";

    assertProblem(
        api.post(session, "{\"token\": \"%s\"}".formatted("x".repeat(5_000))),
        413,
        ErrorCode.TOO_LARGE);
    assertProblem(
        api.send("POST", session, BodyPublishers.ofString("{\"token\": \"x\"}")),
        415,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    assertProblem(api.post(session, "{\"token\": \"x\"}"), 401, ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void aCommandHasAllItsParts() {
    assertProblem(
        api.post(
            "/api/v1/commands",
            "{\"pid\": 1, \"name\": \"status\", \"arguments\": [\"status\"], \"settings\": {}}"),
        400,
        ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void whatIsNotThereIsA404() {
    assertProblem(api.get("/api/v1/nothing"), 404, ErrorCode.UNKNOWN_ROUTE);
    assertProblem(api.get("/api/v1/knowledge-bases/"), 404, ErrorCode.UNKNOWN_ROUTE);
    assertProblem(api.get("/api/v1/knowledge-bases/none"), 404, ErrorCode.UNKNOWN_KNOWLEDGE_BASE);
    assertProblem(api.get("/api/v1/jobs/none"), 404, ErrorCode.UNKNOWN_JOB);
    assertProblem(api.get("/api/v1/tasks/none"), 404, ErrorCode.UNKNOWN_TASK);
  }

  @Test
  void aMethodThatARouteDoesNotTakeIsA405() {
    assertProblem(api.delete("/api/v1/jobs"), 405, ErrorCode.METHOD_NOT_ALLOWED);
    assertProblem(api.get(HANDBOOK + "/start"), 405, ErrorCode.METHOD_NOT_ALLOWED);
    assertProblem(
        api.send("PATCH", HANDBOOK, BodyPublishers.noBody()), 405, ErrorCode.METHOD_NOT_ALLOWED);
  }

  @Test
  void aBodyThatIsTooLargeIsA413WhetherOrNotItSaysHowLargeItIs() {
    String large = "{\"root\": \"" + "x".repeat(20_000) + "\"}";

    assertProblem(api.post(HANDBOOK + "/start", large), 413, ErrorCode.TOO_LARGE);
    assertProblem(
        api.send(
            "POST",
            HANDBOOK + "/start",
            BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))),
            "Content-Type",
            "application/json"),
        413,
        ErrorCode.TOO_LARGE);
  }

  @Test
  void aBodyOfAnotherTypeIsA415() {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "x"}) {
      assertProblem(
          api.send(
              "POST", HANDBOOK + "/start", BodyPublishers.ofString("{}"), "Content-Type", type),
          415,
          ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    assertProblem(
        api.send("POST", HANDBOOK + "/start", BodyPublishers.ofString("{}")),
        415,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void aJsonBodyMaySayItsCharset() {
    assertThat(
            api.send(
                    "POST",
                    HANDBOOK + "/start",
                    BodyPublishers.ofString("{}"),
                    "Content-Type",
                    "Application/JSON; charset=utf-8")
                .status())
        .isEqualTo(202);
  }

  @Test
  void whatNobodyForesawIsA500ThatTellsNothing() {
    api.engine.failure = new IllegalStateException("secret of the database");

    Answer answer = api.get(HANDBOOK);

    assertProblem(answer, 500, ErrorCode.INTERNAL_ERROR);
    assertThat(answer.response().body()).doesNotContain("secret", "\tat ", "Exception");
  }

  @Test
  void aDependencyThatIsAwayIsA503ThatSaysWhenToTryAgain() {
    api.engine.failure =
        new IngestionException(
            ErrorCode.STORAGE_UNAVAILABLE, "The disk is full", null, Duration.ofSeconds(7));

    Answer answer = api.get(HANDBOOK);

    assertProblem(answer, 503, ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(answer.header("Retry-After")).isEqualTo("7");
  }

  @Test
  void aClientMayChooseTheCorrelationIdIfItIsHarmless() {
    assertThat(
            api.send("GET", HANDBOOK, BodyPublishers.noBody(), "X-Correlation-Id", "my-id.7")
                .header("X-Correlation-Id"))
        .isEqualTo("my-id.7");
    assertThat(
            api.send("GET", HANDBOOK, BodyPublishers.noBody(), "X-Correlation-Id", "a b")
                .header("X-Correlation-Id"))
        .matches("[0-9a-f-]{36}");
  }
}
