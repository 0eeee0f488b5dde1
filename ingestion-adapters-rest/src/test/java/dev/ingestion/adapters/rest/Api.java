package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.name.Names;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.in.CommandService;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.in.HealthService.Readiness;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.TokenService;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.ManagedResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** A running server over fake services, and a client that holds every answer to the description. */
final class Api implements AutoCloseable {
  static final ByteSize MOST = new ByteSize(10_000);

  private static final ObjectMapper JSON = new ObjectMapper();

  final FakeEngine engine = new FakeEngine();
  final FakeLetters letters = new FakeLetters(engine);
  final FakeSchedules schedules = new FakeSchedules(engine);
  final Guarded.Tokens tokens = new Guarded.Tokens();
  volatile Readiness readiness = new Readiness(true, List.of());
  final OpenApi description = new OpenApi();
  final RestServer server;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  Api() {
    ManagedResource resource =
        Guice.createInjector(new RestModule(), new Fakes())
            .getInstance(Key.get(ManagedResource.class, Names.named("rest")));
    server = (RestServer) resource;
    server.start();
  }

  private final class Fakes extends AbstractModule {
    @Override
    protected void configure() {
      bind(RestConfig.class).toInstance(new RestConfig("127.0.0.1", 0, MOST, MOST));
      bind(InstantSource.class).toInstance(InstantSource.fixed(FakeEngine.NOW));
      bind(IngestionService.class).toInstance(engine);
      bind(KnowledgeBaseService.class).toInstance(engine.new Bases());
      bind(SettingsService.class).toInstance(engine);
      bind(DocumentService.class).toInstance(engine);
      bind(DocumentInspector.class).toInstance(engine);
      bind(SearchService.class).toInstance(engine);
      bind(VerificationService.class).toInstance(engine);
      bind(RepairService.class).toInstance(engine);
      bind(DeadLetterService.class).toInstance(letters);
      bind(ScheduleService.class).toInstance(schedules);
      bind(TokenService.class).toInstance(tokens);
      bind(CommandService.class).to(FakeCommands.class);
      bind(HealthService.class).toInstance(() -> readiness);
      bind(AdminTokenConfig.class).toInstance(new AdminTokenConfig(""));
      bind(LimitsConfig.class).toInstance(Guarded.LIMITS);
      bind(RateConfig.class).toInstance(new RateConfig(0, 1, 1_000));
      bind(SessionConfig.class).toInstance(new SessionConfig(Duration.ofHours(12), 1_000));
      bind(SourceRootsConfig.class).toInstance(new SourceRootsConfig("/"));
    }
  }

  /** An answer with its body as JSON. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError(response.body(), e);
      }
    }

    String at(String pointer) {
      return json().at(pointer).asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  Answer post(String path, String body, String... headers) {
    return json("POST", path, body, headers);
  }

  Answer put(String path, String body, String... headers) {
    return json("PUT", path, body, headers);
  }

  private Answer json(String method, String path, String body, String... headers) {
    String[] all =
        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
            .toArray(String[]::new);
    return send(method, path, BodyPublishers.ofString(body), all);
  }

  Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      int query = path.indexOf('?');
      description.check(method, query < 0 ? path : path.substring(0, query), response);
      return new Answer(response);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.running().port();
  }

  int port() {
    return server.running().port();
  }

  /** Every route that the server has, as the description writes it. */
  List<String> routes() {
    return server.running().unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> !isOfTheDashboard(endpoint.path))
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path.replace("<path>", "{path}"))
        .sorted()
        .toList();
  }

  /** Its files are no part of the API. */
  private static boolean isOfTheDashboard(String path) {
    return path.equals("/") || path.startsWith("/dashboard/");
  }

  @Override
  public void close() {
    engine.verified.countDown();
    server.close();
  }
}
