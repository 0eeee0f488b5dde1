package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.app.Served.Heap;
import dev.ingestion.app.slow.SlowModel;
import dev.ingestion.app.slow.SlowModelModule;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand clients who watch one job, on the built program in 512 MB. What they cost the job in
 * time is measured by {@code bin/ingestion-bench streams}; here things are counted.
 */
class EventStreamsIT {
  private static final int MANY = 1_000;
  private static final int DOCUMENTS = 200;
  private static final int SLOW = 20;
  private static final String STREAM = "dev.ingestion.adapters.rest.EventStream";
  private static final long MEGABYTE = 1L << 20;

  @TempDir Path folder;
  private Distribution program;
  private Path documents;
  private Path gate;

  @BeforeEach
  void install() throws IOException {
    program = Distribution.share(folder);
    program.plugin(SlowModelModule.class, SlowModel.class, HashingEmbeddingModel.class);
    gate = program.directory().resolve("open.gate");
    documents = Files.createDirectories(program.directory().resolve("documents"));
    for (int i = 0; i < DOCUMENTS; i++) {
      String pace = i < SLOW ? "slow" : "quick";
      Files.writeString(
          documents.resolve("%03d.md".formatted(i)),
          "# Otter %d\n\nThis otter is %s.\n".formatted(i, pace));
    }
  }

  @Test
  void aThousandStreamsStayOpenHearOfTheEndAndLeaveNothingBehind() throws Exception {
    try (Served served = serve()) {
      served
          .post(
              "/api/v1/knowledge-bases",
              "{\"kb_id\":\"kb\",\"settings\":{\"source\":{\"kind\":\"folder\",\"root\":\"%s\"}}}"
                  .formatted(documents))
          .is(201);
      Heap before = served.heap();
      double threads = served.metric("jvm_threads_live_threads");

      served.post("/api/v1/knowledge-bases/kb/start").is(202);
      try (Listeners listeners = Listeners.open(served.url(), "/api/v1/events", MANY)) {
        listeners.awaitAll("event: snapshot");
        Heap with = served.heap();
        assertThat(with.instances(STREAM)).isEqualTo(MANY);
        assertThat(with.bytes() - before.bytes()).as("bytes for all").isLessThan(64 * MEGABYTE);
        assertThat(served.metric("jvm_threads_live_threads") - threads)
            .as("threads that were started for them, which is the server's pool at most")
            .isLessThan(MANY / 4.0);

        Files.createFile(gate);
        JsonNode job = served.await("kb", "COMPLETED");
        assertThat(job.at("/documents/indexed").intValue()).isEqualTo(DOCUMENTS);
        listeners.awaitAll("\"status\":\"COMPLETED\"");
        assertThat(listeners.ended()).isZero();
      }

      // Those who have gone are noticed by the next thing that is said to them.
      served.post("/api/v1/knowledge-bases/kb/start").is(202);
      await().atMost(Served.PATIENCE).until(() -> served.heap().instances(STREAM) == 0);
      served.await("kb", "COMPLETED");
      assertThat(served.heap().bytes() - before.bytes()).isLessThan(16 * MEGABYTE);
      assertThat(served.errors()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
    }
  }

  private Served serve() {
    return Served.start(
        program,
        Map.of(
            "INGESTION_OPTS",
            "-Xmx512m -D%s=%s".formatted(SlowModel.GATE, gate),
            "INGESTION_PIPELINE_EMBEDDING",
            "slow",
            "INGESTION_API_SOURCE_ROOTS",
            documents.toString()));
  }
}
