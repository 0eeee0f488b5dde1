package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.app.Served.Heap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
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
  private SlowInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation =
        SlowInstallation.in(
            folder,
            IntStream.range(0, DOCUMENTS)
                .mapToObj(
                    i ->
                        "# Otter %d\n\nThis otter is %s.\n"
                            .formatted(i, i < SLOW ? "slow" : "quick"))
                .toList());
  }

  @Test
  void aThousandStreamsStayOpenHearOfTheEndAndLeaveNothingBehind() throws Exception {
    try (Served served = installation.serve(Map.of())) {
      installation.create(served, "kb");
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

        installation.openGate();
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
}
