package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.adapters.rest.OpenApi.Operation;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.access.Role;
import dev.ingestion.ports.in.HealthService.Check;
import dev.ingestion.ports.in.HealthService.Readiness;
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
    assertThat(get("none", "/api/v1/jobs?kb_id=handbook").status()).isEqualTo(404);
  }

  @Test
  void aTokenForSomeKnowledgeBasesSeesTheirJobsAndNoOthers() {
    api.tokens.add("all", Role.OPERATE);
    api.tokens.add("inbox", Role.READ, "inbox");
    api.engine.create(new KnowledgeBaseId("inbox"), FakeEngine.settings(Kind.FOLDER, "/srv"));
    start("handbook");
    start("inbox");

    assertThat(get("all", "/api/v1/jobs").json().path("jobs")).hasSize(2);
    Api.Answer seen = get("inbox", "/api/v1/jobs");
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.json().path("jobs")).hasSize(1);
    assertThat(seen.at("/jobs/0/kb_id")).isEqualTo("inbox");
  }

  private void start(String kb) {
    api.send(
        "POST",
        "/api/v1/knowledge-bases/%s/start".formatted(kb),
        BodyPublishers.noBody(),
        "Authorization",
        "Bearer all");
  }

  /** Whatever is told of what may not be seen is told of what is not there. */
  @Test
  void whatIsHiddenLooksLikeWhatIsMissing() {
    api.tokens.add("all", Role.OPERATE);
    api.tokens.add("none", Role.OPERATE, "some-other-one");
    start("handbook");
    Api.Answer task =
        api.send(
            "POST",
            "/api/v1/knowledge-bases/handbook/verify",
            BodyPublishers.noBody(),
            "Authorization",
            "Bearer all");

    assertAlike("/api/v1/jobs/job-1", "job-1", "/api/v1/jobs/job-9", "job-9");
    assertAlike("/api/v1/jobs?kb_id=handbook", "handbook", "/api/v1/jobs?kb_id=no-one", "no-one");
    assertAlike(
        "/api/v1/knowledge-bases/handbook", "handbook", "/api/v1/knowledge-bases/no-one", "no-one");
    String id = task.at("/task_id");
    String other = "0".repeat(id.length());
    assertAlike("/api/v1/tasks/" + id, id, "/api/v1/tasks/" + other, other);
  }

  private void assertAlike(String hidden, String hiddenId, String missing, String missingId) {
    Api.Answer one = get("none", hidden);
    Api.Answer other = get("none", missing);
    Api.Answer toAll = get("all", missing);

    assertThat(one.status()).as(hidden).isEqualTo(404);
    assertThat(one.at("/code")).isEqualTo(other.at("/code")).isEqualTo(toAll.at("/code"));
    assertThat(one.at("/detail").replace(hiddenId, "X"))
        .isEqualTo(other.at("/detail").replace(missingId, "X"))
        .isEqualTo(toAll.at("/detail").replace(missingId, "X"));
  }

  @Test
  void whyItIsNotReadyIsToldToWhoMayReadOnly() {
    api.readiness =
        new Readiness(false, List.of(new Check("disk", false, "/srv/data has 3 MB left")));
    assertThat(reason()).isEqualTo("/srv/data has 3 MB left"); // no token is asked for

    api.tokens.add("reader", Role.READ, "handbook");

    assertThat(reason()).isEmpty();
    assertThat(reason("Authorization", "Bearer wrong")).isEmpty();
    assertThat(reason("Authorization", "Bearer reader")).contains("3 MB");
  }

  @Test
  void whyTheDatabaseIsAwayIsToldWithoutAskingIt() {
    api.get("/api/v1/jobs");
    api.readiness =
        new Readiness(
            false, List.of(new Check("disk", false, "full"), new Check("database", false, "away")));
    api.tokens.failure =
        new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "the database is away");

    assertThat(reason()).isEqualTo("full");
    assertThat(reason("Authorization", "Bearer unknown")).isEmpty();
  }

  private String reason(String... headers) {
    Api.Answer answer = api.send("GET", "/health/ready", BodyPublishers.noBody(), headers);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.at("/checks/0/name")).isEqualTo("disk");
    assertThat(answer.json().at("/checks/0/passed").asBoolean()).isFalse();
    JsonNode reason = answer.json().at("/checks/0/reason");
    return reason.isNull() ? "" : reason.asText();
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
