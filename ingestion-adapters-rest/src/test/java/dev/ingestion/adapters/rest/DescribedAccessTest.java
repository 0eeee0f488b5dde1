package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.adapters.rest.OpenApi.Operation;
import dev.ingestion.domain.access.Role;
import io.javalin.router.Endpoint;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real routes, as they are described. */
class DescribedAccessTest {
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whatIsDescribedRefusesWhoShowsNoTokenOrAWrongOneButForHealth() {
    api.tokens.add("reader", Role.READ);
    Map<String, Endpoint> routes = routes();
    for (Operation operation : api.description.operations()) {
      if (routes.containsKey(operation.toString()) && !operation.path().startsWith("/health/")) {
        String path = operation.path().replaceAll("\\{\\w+}", "x");
        assertThat(status(operation.method(), path)).as("%s", operation).isEqualTo(401);
        assertThat(status(operation.method(), path, "Authorization", "Bearer wrong"))
            .as("%s", operation)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void everyRouteNeedsTheRoleThatIsDescribed() {
    Map<String, Endpoint> routes = routes();
    for (Operation operation : api.description.operations()) {
      Endpoint route = routes.get(operation.toString());
      String described = operation.about().path("x-role").asText();
      if (route != null && !described.isEmpty()) {
        assertThat(Protection.access(route))
            .as("%s", operation)
            .containsExactly(Access.valueOf(described.toUpperCase(Locale.ROOT)));
      }
    }
  }

  @Test
  void aTokenForSomeKnowledgeBasesSeesNoOthersInAnyList() {
    api.tokens.add("all", Role.READ);
    api.tokens.add("none", Role.READ, "some-other-one");

    assertThat(get("all", "/api/v1/knowledge-bases").at("/knowledge_bases/0/kb_id")).isNotEmpty();
    assertThat(get("none", "/api/v1/knowledge-bases").json().path("knowledge_bases")).isEmpty();
    assertThat(get("none", "/api/v1/jobs").status()).isEqualTo(403);
    assertThat(get("none", "/api/v1/jobs?kb_id=handbook").status()).isEqualTo(404);
  }

  @Test
  void aTokenForSomeKnowledgeBasesCannotReadAnotherFolderIntoThem() {
    api.tokens.add("limited", Role.OPERATE, "handbook");

    Api.Answer answer =
        api.send(
            "POST",
            "/api/v1/knowledge-bases/handbook/start",
            BodyPublishers.ofString("{\"source\": \"other\", \"root\": \"/srv/other\"}"),
            "Authorization",
            "Bearer limited",
            "Content-Type",
            "application/json");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.at("/code")).isEqualTo("FORBIDDEN");
    assertThat(
            api.send(
                    "POST",
                    "/api/v1/knowledge-bases/handbook/start",
                    BodyPublishers.noBody(),
                    "Authorization",
                    "Bearer limited")
                .status())
        .isEqualTo(202);
  }

  @Test
  void ofAThousandStartsAtOnceEachIsAnsweredAndNoThreadIsLeft() throws Exception {
    int before = Thread.activeCount();
    ExecutorService clients = Executors.newFixedThreadPool(20);
    try {
      Callable<Integer> start = () -> status("POST", "/api/v1/knowledge-bases/handbook/start");
      List<Future<Integer>> answers =
          clients.invokeAll(IntStream.range(0, 1_000).mapToObj(i -> start).toList());
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isIn(202, 409);
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(Thread.activeCount()).isLessThan(before + 300);
  }

  private Api.Answer get(String token, String path) {
    return api.send("GET", path, BodyPublishers.noBody(), "Authorization", "Bearer " + token);
  }

  private int status(String method, String path, String... headers) {
    return api.send(method, path, BodyPublishers.noBody(), headers).status();
  }

  private Map<String, Endpoint> routes() {
    return Protection.endpoints(api.server.running())
        .collect(
            Collectors.toMap(
                route -> route.method + " " + route.path.replace("<path>", "{path}"),
                Function.identity()));
  }
}
