package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.adapters.rest.OpenApi.Operation;
import java.util.List;
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
    assertThat(api.get("/docs/docs.css").response().body()).contains("font-family");
  }
}
