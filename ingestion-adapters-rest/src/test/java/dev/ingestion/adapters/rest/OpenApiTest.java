package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.adapters.rest.OpenApi.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void everyRouteIsDescribedAndTheOtherWayRound() {
    List<String> described =
        api.description.operations().stream().map(Operation::toString).sorted().toList();

    assertThat(api.routes()).isEqualTo(described);
  }

  @Test
  void everyOperationHasANameOfItsOwnAndARoleOrNeedsNone() {
    List<Operation> operations = api.description.operations();

    assertThat(operations)
        .extracting(operation -> operation.about().path("operationId").asText())
        .doesNotContain("")
        .doesNotHaveDuplicates();
    assertThat(operations)
        .allSatisfy(
            operation ->
                assertThat(
                        operation.about().has("x-role")
                            || operation.about().path("security").isEmpty())
                    .as(operation.toString())
                    .isTrue());
  }

  /** Any of them may meet one that is unknown, half deleted or busy. */
  @Test
  void whatIsAboutOneKnowledgeBaseMayBeRefusedForItsState() {
    assertThat(api.description.operations())
        .filteredOn(operation -> operation.path().contains("{kb_id}"))
        .isNotEmpty()
        .allSatisfy(
            operation ->
                assertThat(operation.about().path("responses").properties())
                    .as(operation.toString())
                    .extracting(Map.Entry::getKey)
                    .contains("404", "409"));
  }

  @Test
  void aBodyThatIsTooLargeIsAnsweredAsItIsDescribed() {
    String large = "x".repeat((int) Api.MOST.bytes() + 1);
    for (Operation operation : api.description.operations()) {
      if (!operation.method().equals("GET")) {
        String path =
            operation
                .path()
                .replace("{kb_id}", "handbook")
                .replace("{source}", "default")
                .replaceAll("\\{\\w+}", "1");
        String[] headers = {"Content-Type", "application/json", "If-Match", "\"1\""};

        Api.Answer answer =
            api.send(operation.method(), path, BodyPublishers.ofString(large), headers);

        assertThat(answer.status()).as(operation.toString()).isEqualTo(413);
      }
    }
  }

  @Test
  void aLoginHasFourKibibytesAtMostAndComesFromNoOtherPage() {
    String login = "{\"token\": \"%s\"}";

    assertThat(api.post("/api/v1/session", login.formatted("x".repeat(4_000))).status())
        .isEqualTo(401);
    assertThat(api.post("/api/v1/session", login.formatted("x".repeat(4_096))).status())
        .isEqualTo(413);
    assertThat(
            api.post("/api/v1/session", login.formatted("x"), "Origin", "http://somewhere.example")
                .status())
        .isEqualTo(403);
  }

  @Test
  void theDescriptionIsServed() {
    assertThat(api.get("/openapi.yaml").response().body())
        .isEqualTo(DescriptionRoutes.resource("openapi.yaml"));
  }

  @Test
  void aPageWithoutScriptsShowsEveryOperationAndSchema() {
    String page = api.get("/docs").response().body();

    assertThat(page).doesNotContain("<script", "style=", "http://", "https://");
    for (Operation operation : api.description.operations()) {
      assertThat(page).contains("<code>" + operation + "</code>");
    }
    assertThat(page).contains("id=\"schema-Job\"", "href=\"#schema-Job\"");
    assertThat(page).contains("<p>Nothing is read yet; <code>start</code> does that.</p>");
    assertThat(page.replaceAll("(?s)<pre>.*?</pre>", "")).doesNotContain("`");
    assertThat(api.get("/docs/docs.css").response().body()).contains("font-family");
  }
}
