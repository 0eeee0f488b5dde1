package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.in.TokenService;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server with one route of each kind, as they are protected, and clients for it. */
final class Guarded implements AutoCloseable {
  static final String KB = Routes.API + "/knowledge-bases/{kb_id}";

  static final LimitsConfig LIMITS =
      new LimitsConfig(
          new ByteSize(8_192), Duration.ofSeconds(10), 500, Duration.ofSeconds(30), 4_096);

  String host = "127.0.0.1";
  String adminToken = "";
  LimitsConfig limits = LIMITS;
  RateConfig rate = new RateConfig(200, 2_000, 10);
  SessionConfig session = new SessionConfig(Duration.ofHours(12), 1_000);
  final Tokens tokens = new Tokens();
  final Clock clock = new Clock();
  final List<Routes> more = new ArrayList<>();

  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable RestServer server;

  Guarded start() {
    server = create();
    server.start();
    return this;
  }

  private RestServer create() {
    RestConfig config = config(host);
    AdminTokenConfig admin = new AdminTokenConfig(adminToken);
    Authenticator authenticator = new Authenticator(admin, tokens);
    LoginSessions sessions = new LoginSessions(session, clock);
    Browsers browsers = new Browsers(config);
    more.add(Guarded::probes);
    more.add(new SessionRoutes(authenticator, sessions, browsers, input(), session, rate, clock));
    return new RestServer(
        config,
        new Protection(
            config,
            admin,
            limits,
            rate,
            new Authorization(authenticator, sessions, browsers),
            clock),
        new JsonCodec(),
        new Tasks(clock),
        Set.copyOf(more),
        silent());
  }

  private static RestConfig config(String host) {
    return new RestConfig(host, 0, new ByteSize(1_048_576), new ByteSize(1_048_576));
  }

  static Input input() {
    return new Input(new JsonCodec(), config("127.0.0.1"));
  }

  private static EventHub silent() {
    return new EventHub(new FakeJobs(), new EventLog(new JsonCodec(), InstantSource.system()));
  }

  /** Nobody needs a token. */
  static Authorization open() {
    Guarded guarded = new Guarded();
    return new Authorization(
        new Authenticator(new AdminTokenConfig(""), guarded.tokens),
        new LoginSessions(guarded.session, guarded.clock),
        new Browsers(config(guarded.host)));
  }

  /** A server that is open to this machine, with these routes and no others. */
  static RestServer open(Routes routes, EventHub events) {
    Guarded guarded = new Guarded();
    RestConfig config = config(guarded.host);
    AdminTokenConfig admin = new AdminTokenConfig("");
    Authorization authorization = open();
    return new RestServer(
        config,
        new Protection(
            config, admin, LIMITS, new RateConfig(0, 1, 1_000), authorization, guarded.clock),
        new JsonCodec(),
        new Tasks(guarded.clock),
        Set.of(routes),
        events);
  }

  static RestServer open(Routes routes) {
    return open(routes, silent());
  }

  private static void probes(RoutesConfig routes) {
    routes.get("/health/live", context -> context.result("live"), Access.OPEN);
    routes.get(Routes.API + "/all", context -> context.result("all"), Access.READ);
    routes.get(
        Routes.API + "/seen",
        context -> context.result(Caller.of(context).sees("papers") ? "papers" : "no papers"),
        Access.READ,
        Reach.FILTERED);
    routes.get(KB, context -> context.result(context.pathParam("kb_id")), Access.READ);
    routes.post(KB + "/start", context -> context.result("started"), Access.OPERATE);
    routes.put(
        KB + "/uploads/<path>",
        context -> context.result("" + context.bodyInputStream().readAllBytes().length),
        Access.OPERATE);
    routes.delete(KB, context -> context.result("deleted"), Access.ADMIN);
  }

  int port() {
    return server.running().port();
  }

  HttpRequest.Builder request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .method(method, BodyPublishers.noBody());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request("GET", path));
  }

  HttpResponse<String> with(String token, String method, String path)
      throws IOException, InterruptedException {
    return send(request(method, path).header("Authorization", "Bearer " + token));
  }

  HttpResponse<String> login(String token) throws IOException, InterruptedException {
    return send(
        request("POST", Routes.API + "/session")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"token\": \"" + token + "\"}")));
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Says exactly this, and hears the answer until the server closes. */
  String say(String request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-03-01T03:00:00Z");

    @Override
    public synchronized Instant instant() {
      return now;
    }

    synchronized void advance(Duration duration) {
      now = now.plus(duration);
    }
  }

  /** Those that a test has made, under the secret that it chose. */
  static final class Tokens implements TokenService {
    private final List<ApiToken> known = new ArrayList<>();
    volatile @Nullable RuntimeException failure;

    void add(String secret, Role role, String... knowledgeBases) {
      known.add(
          new ApiToken(
              new TokenName(secret),
              TokenHash.of(secret),
              role,
              Set.copyOf(List.of(knowledgeBases).stream().map(KnowledgeBaseId::new).toList()),
              Instant.EPOCH,
              null));
    }

    @Override
    public Created create(
        TokenName name,
        Role role,
        Set<KnowledgeBaseId> knowledgeBases,
        @Nullable Duration validFor) {
      throw new AssertionError("not asked for");
    }

    @Override
    public synchronized List<ApiToken> list() {
      if (failure != null) {
        throw failure;
      }
      return List.copyOf(known);
    }

    @Override
    public synchronized void revoke(TokenName name) {
      known.removeIf(token -> token.name().equals(name));
    }

    @Override
    public synchronized Optional<ApiToken> authenticate(TokenHash presented) {
      if (failure != null) {
        throw failure;
      }
      return known.stream().filter(token -> token.hash().matches(presented)).findFirst();
    }
  }
}
