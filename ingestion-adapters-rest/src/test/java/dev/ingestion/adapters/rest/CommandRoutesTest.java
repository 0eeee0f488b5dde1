package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands over real HTTP, run by a fake. */
@Timeout(120) // what is broken here hangs
class CommandRoutesTest {
  private static final String COMMAND =
      """
      {"pid": 7, "name": "status", "arguments": ["status", "kb"], "settings": {},
       "screen": {"interactive": true, "styled": false, "live": false, "columns": 80}}
      """;

  @TempDir Path allowed;
  private final Commands commands = new Commands();
  private final HttpClient http = HttpClient.newHttpClient();
  private RestServer server;

  @BeforeEach
  void start() {
    SourceRoots places = new SourceRoots(new SourceRootsConfig(allowed.toString()));
    server = Guarded.open(new CommandRoutes(commands, new JsonCodec(), Guarded.input(), places));
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatACommandPrintsComesAsItIsPrintedAndThenItsExitCode() throws Exception {
    HttpResponse<InputStream> response = give(COMMAND);
    BufferedReader frames = frames(response);

    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(frames.readLine()).matches("\\{\"kind\":\"ready\",\"id\":\"[0-9a-f-]{36}\"}");
    byte[] text = "fünf \u20ac\n".getBytes(StandardCharsets.UTF_8);
    commands.client.get().out(text, 0, 7); // ends within a character
    assertThat(frames.readLine()).isEqualTo("{\"kind\":\"out\",\"text\":\"fünf \"}");
    commands.client.get().out(text, 7, text.length - 7);
    assertThat(frames.readLine()).isEqualTo("{\"kind\":\"out\",\"text\":\"\u20ac\\n\"}");
    commands.client.get().err("why".getBytes(StandardCharsets.UTF_8), 0, 3);
    assertThat(frames.readLine()).isEqualTo("{\"kind\":\"err\",\"text\":\"why\"}");
    commands.client.get().exit(3);
    commands.client.get().close();
    assertThat(frames.readLine()).isEqualTo("{\"kind\":\"exit\",\"code\":3}");
    assertThat(frames.readLine()).isNull();
    assertThat(commands.command.get().arguments()).containsExactly("status", "kb");
  }

  @Test
  void aQuestionIsAnsweredByASecondRequest() throws Exception {
    BufferedReader frames = frames(give(COMMAND));
    String id = frames.readLine().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");

    commands.client.get().ask();
    assertThat(frames.readLine()).isEqualTo("{\"kind\":\"ask\"}");
    assertThat(post("/" + id + "/answer", "{\"line\":\"yes\"}").statusCode()).isEqualTo(204);
    assertThat(commands.answer.get()).isEqualTo("yes");
    commands.client.get().close();
    assertThat(frames.readLine()).isNull();
    await().until(() -> post("/" + id + "/answer", "{\"line\":\"yes\"}").statusCode() == 400);
  }

  @Test
  void aPathMustLieWhereTheServerAllowsIt() throws Exception {
    frames(give(COMMAND)).readLine();

    String real = allowed.toRealPath().toString();
    assertThat(commands.client.get().located(allowed.toString())).isEqualTo(real);
    assertThatThrownBy(() -> commands.client.get().located("docs"))
        .hasMessageContaining("must be absolute");
    commands.client.get().close();
  }

  @Test
  void aClientThatGoesIsNoticedThoughNothingIsPrinted() throws Exception {
    InputStream body = give(COMMAND).body();
    body.read();
    body.close();

    await().atMost(Duration.ofSeconds(60)).untilTrue(commands.left);
  }

  @Test
  void aCommandThatIsNotTakenOrNotUnderstoodIsAProblem() throws Exception {
    commands.failure =
        new IngestionException(ErrorCode.OWNER_UNAVAILABLE, "64 commands run already");
    HttpResponse<InputStream> busy = give(COMMAND);
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith(Problem.MEDIA_TYPE));
    assertThat(new String(busy.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("OWNER_UNAVAILABLE", "64 commands");

    assertThat(give("{\"pid\": 7}").statusCode()).isEqualTo(400);
    assertThat(give(COMMAND.replace("\"status\",", "\"st\\nus\",")).statusCode()).isEqualTo(400);
    assertThat(give("[").statusCode()).isEqualTo(400);
  }

  private HttpResponse<InputStream> give(String command) throws Exception {
    return post("", command);
  }

  private HttpResponse<InputStream> post(String path, String body)
      throws IOException, InterruptedException {
    URI address = URI.create(server.url().orElseThrow() + "/api/v1/commands" + path);
    return http.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private static BufferedReader frames(HttpResponse<InputStream> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** Keeps the client, so that a test prints what it likes. */
  private static final class Commands implements CommandService {
    final AtomicReference<GivenCommand> command = new AtomicReference<>();
    final AtomicReference<Client> client = new AtomicReference<>();
    final AtomicReference<String> answer = new AtomicReference<>();
    final AtomicBoolean left = new AtomicBoolean();
    volatile RuntimeException failure;

    @Override
    public Conversation give(GivenCommand given, Client giver) {
      if (failure != null) {
        throw failure;
      }
      command.set(given);
      client.set(giver);
      return new Conversation() {
        @Override
        public boolean answer(@Nullable String line) {
          answer.set(line);
          return true;
        }

        @Override
        public void leave() {
          left.set(true);
          giver.close();
        }
      };
    }
  }
}
