package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardRoutesTest {
  private static final Path FILES = Path.of("src/main/resources/dashboard");
  private static final Pattern IMPORT = Pattern.compile("(?:from|import) '([^']+)'");
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"");

  /** What a strict policy forbids, or what would let text from the API become markup. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function"
              + "|\\.style\\b|(?<!-)style[=:]|sessionStorage|https?://(?!www\\.w3\\.org/2000/svg)");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Javalin server;

  @BeforeAll
  static void start() {
    server = Javalin.create(config -> new DashboardRoutes().addTo(config.routes));
    server.start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void thePageAndAllItNamesAreServed() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    List<String> named =
        REFERENCE.matcher(page.body()).results().map(found -> found.group(1)).toList();
    assertThat(named).contains("/dashboard/app.js", "/dashboard/base.css");
    for (String reference : named) {
      assertThat(get(reference).statusCode()).as(reference).isEqualTo(200);
    }
  }

  @Test
  void everyFileIsServedWithItsType() throws Exception {
    for (Path file : files()) {
      HttpResponse<String> served = get("/dashboard/" + FILES.relativize(file));

      if (file.endsWith("index.html")) {
        assertThat(served.statusCode()).isEqualTo(404);
      } else {
        assertThat(served.statusCode()).as(file.toString()).isEqualTo(200);
        assertThat(served.headers().firstValue("Content-Type"))
            .hasValueSatisfying(type -> assertThat(type).contains(type(file)));
        assertThat(served.body()).isEqualTo(Files.readString(file));
      }
    }
  }

  @Test
  void everyImportLeadsToAFile() throws IOException {
    for (Path file : files()) {
      for (MatchResult found : IMPORT.matcher(Files.readString(file)).results().toList()) {
        assertThat(file.resolveSibling(found.group(1)).normalize()).as(file.toString()).exists();
      }
    }
  }

  @Test
  void aCopyThatIsStillGoodIsNotSentAgain() throws Exception {
    HttpResponse<String> first = get("/dashboard/app.js");
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second = get("/dashboard/app.js", "If-None-Match", tag);

    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(get("/dashboard/app.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/",
        "/dashboard/nothing.js",
        "/dashboard/index.html",
        "/dashboard/views",
        "/dashboard/views/",
        "/dashboard/..%2freference.conf",
        "/dashboard/%2e%2e/reference.conf",
        "/dashboard/app.js%00.css",
        "/dashboard/APP.JS",
        "/dashboard//app.js",
        "/dashboard/views%5capp.js"
      })
  void nothingElseIsServed(String address) throws Exception {
    assertThat(get(address).statusCode()).isBetween(400, 404);
  }

  @Test
  void nothingIsThereThatAStrictPolicyForbids() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(FORBIDDEN);
    }
    assertThat(Files.readString(FILES.resolve("index.html")))
        .doesNotContainPattern("<style|<script>|\\son[a-z]+=");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FILES)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String type(Path file) {
    String name = file.toString();
    return name.endsWith(".js") ? "javascript" : name.substring(name.lastIndexOf('.') + 1);
  }

  private static HttpResponse<String> get(String address, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
