package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.app.Served.Answer;
import dev.ingestion.app.Served.Heap;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients who start the same knowledge base at the same time, on the built program. */
class ConcurrentStartsIT {
  private static final int MANY = 1_000;
  private static final int DOCUMENTS = 60; // a second each, until the gate is open
  private static final long KILOBYTE = 1L << 10;

  /** A thousand may wait for long on a busy machine. */
  private static final Map<String, String> PATIENT =
      Map.of("INGESTION_API_LIMITS_IDLE_TIMEOUT", "5m");

  /** What a connection takes while it is open, and a leak of little for each request would not. */
  private static final long FOR_EACH_CONNECTION = 8 * KILOBYTE;

  /** Buffers of 250 threads, 9 KB each, and what the database keeps ready of what it did last. */
  private static final long HOWEVER_MANY = 6_144 * KILOBYTE;

  @TempDir Path folder;
  private SlowInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation =
        SlowInstallation.in(
            folder,
            IntStream.range(0, DOCUMENTS)
                .mapToObj("# Otter %d\n\nA slow one.\n"::formatted)
                .toList());
  }

  @Test
  void oneOfAThousandStartsMakesTheJobAndTheOthersAreToldOfIt() throws Exception {
    try (Served served = installation.serve(PATIENT)) {
      installation.create(served, "otters");
      installation.create(served, "hares");
      runOnce(served); // what is loaded once is loaded now
      long bytes = served.heap().bytes();
      double threads = served.metric("jvm_threads_live_threads");

      List<Answer> answers = startAll(served, "otters");
      List<Answer> taken = answers.stream().filter(answer -> answer.status() == 202).toList();
      assertThat(taken).hasSize(1);
      String job = taken.get(0).json().path("job_id").asText();
      assertThat(answers.stream().filter(answer -> answer.status() != 202))
          .hasSize(MANY - 1)
          .allSatisfy(
              answer -> {
                assertThat(answer.is(409).code()).isEqualTo("JOB_ACTIVE");
                assertThat(answer.headers().get("content-type"))
                    .startsWith("application/problem+json");
                assertThat(answer.json().path("detail").asText()).contains(job);
              });
      assertThat(jobs(served, "otters")).containsExactly(job);

      List<Answer> repeated = startAll(served, "hares", "Idempotency-Key", "the-same-request");
      assertThat(repeated)
          .allSatisfy(
              answer -> {
                assertThat(answer.is(202).json().path("job_id").asText()).isNotEmpty();
                assertThat(answer.headers()).containsKey("location");
              });
      List<String> made = jobs(served, "hares");
      assertThat(made).hasSize(1);
      assertThat(repeated)
          .extracting(answer -> answer.json().path("job_id").asText())
          .containsOnly(made.get(0));

      installation.openGate();
      for (String kb : List.of("otters", "hares")) {
        assertThat(served.await(kb, "COMPLETED").at("/documents/indexed").intValue())
            .isEqualTo(DOCUMENTS);
      }
      Heap left = served.heap();
      long connections = left.instances("org.eclipse.jetty.server.internal.HttpConnection");
      assertThat(left.bytes() - bytes)
          .as("bytes left while %d connections are open", connections)
          .isLessThan(HOWEVER_MANY + connections * FOR_EACH_CONNECTION);
      assertThat(served.metric("jvm_threads_live_threads") - threads)
          .as("threads, which the server's pool of 250 may still hold")
          .isLessThan(MANY / 3.0);
      assertThat(served.errors()).doesNotContain("ERROR");
    }
  }

  private void runOnce(Served served) throws IOException {
    installation.create(served, "foxes");
    installation.openGate();
    served.post("/api/v1/knowledge-bases/foxes/start").is(202);
    served.await("foxes", "COMPLETED");
    installation.closeGate();
  }

  private static List<Answer> startAll(Served served, String kb, String... headers) {
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      HttpRequest.Builder request =
          served.request("/api/v1/knowledge-bases/" + kb + "/start").POST(BodyPublishers.noBody());
      sent.add(served.sendAsync(headers.length > 0 ? request.headers(headers) : request));
    }
    return sent.stream().map(CompletableFuture::join).toList();
  }

  private static List<String> jobs(Served served, String kb) {
    List<String> ids = new ArrayList<>();
    for (JsonNode job : served.get("/api/v1/jobs?kb_id=" + kb).is(200).json().path("jobs")) {
      ids.add(job.path("job_id").asText());
    }
    return ids;
  }
}
