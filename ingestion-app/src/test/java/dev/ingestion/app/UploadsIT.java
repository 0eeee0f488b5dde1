package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.app.slow.SlowModel;
import dev.ingestion.app.slow.SlowModelModule;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are sent to the built program, and what is in it when one did not arrive. */
class UploadsIT {
  private static final String INBOX = "/api/v1/knowledge-bases/inbox";
  private static final String UPLOADS = INBOX + "/uploads/";
  private static final long MEGABYTE = 1L << 20;
  private static final long MOST = 100 * MEGABYTE;

  @TempDir Path folder;
  private Distribution program;
  private Path data;

  @BeforeEach
  void install() throws IOException {
    program = Distribution.share(folder);
    program.plugin(SlowModelModule.class, SlowModel.class, HashingEmbeddingModel.class);
    data = program.directory().resolve("data");
  }

  @Test
  void whatIsSentIsReadAndSearchedAndGoesAgain() throws Exception {
    try (Served served = serve()) {
      create(served);
      JsonNode first = upload(served, "notes/otter.md", "# Otter\n\nAn otter holds hands.\n", 201);
      assertThat(first.path("document").asText()).isEqualTo("notes/otter.md");
      assertThat(first.path("bytes").asInt()).isEqualTo(31);
      upload(
          served, "notes/h%C3%A4schen%20%26%20co.md", "# Hare\n\nA hare sleeps in a form.\n", 201);
      upload(served, "badger.md", "# Badger\n\nA badger digs a sett.\n", 201);
      upload(served, "badger.md", "# Badger\n\nA badger airs its bedding.\n", 200);

      // More than the whole heap, so that it cannot have been in memory.
      assertThat(served.upload(UPLOADS + "large.bin", zeros(MOST)).is(201).json().path("bytes"))
          .hasToString(Long.toString(MOST));
      tooLarge(served);
      badNames(served);
      assertThat(uploaded())
          .containsExactly("badger.md", "large.bin", "notes/häschen & co.md", "notes/otter.md");
      assertThat(temporary()).isEmpty();

      served.post(INBOX + "/start").is(202);
      JsonNode job = served.await("inbox", "COMPLETED");
      assertThat(job.at("/documents/seen").intValue()).isEqualTo(4);
      assertThat(job.at("/documents/indexed").intValue()).isEqualTo(3);
      assertThat(job.at("/documents/skipped").intValue()).isEqualTo(1);
      assertThat(found(served, "hare+form")).contains("notes/häschen & co.md");
      assertThat(found(served, "badger+bedding")).contains("badger.md");

      served.send(served.request(UPLOADS + "badger.md").DELETE()).is(204);
      assertThat(served.send(served.request(UPLOADS + "badger.md").DELETE()).is(404).code())
          .isEqualTo("UNKNOWN_DOCUMENT");
      served.post(INBOX + "/start").is(202);
      await()
          .atMost(Served.PATIENCE)
          .until(() -> served.await("inbox", "COMPLETED").at("/documents/removed").intValue() == 1);
      assertThat(found(served, "badger+bedding")).doesNotContain("badger.md");
      assertThat(served.errors()).doesNotContain("ERROR").doesNotContain("OutOfMemory");
    }
  }

  private static void tooLarge(Served served) {
    assertThat(served.upload(UPLOADS + "sent.bin", zeros(MOST + 1)).is(413).code())
        .isEqualTo("TOO_LARGE");
    assertThat(
            served
                .upload(
                    UPLOADS + "declared.bin",
                    BodyPublishers.fromPublisher(zeros(MOST + 1), MOST + 1))
                .is(413)
                .code())
        .isEqualTo("TOO_LARGE");
  }

  private static void badNames(Served served) {
    for (String name :
        new String[] {"..%2Fotter.md", "a%2F..%2F..%2Fb.md", "a%00b.md", "a%5Cb.md", "a%0Ab.md"}) {
      assertThat(served.upload(UPLOADS + name, BodyPublishers.ofString("x")).status())
          .as(name)
          .isEqualTo(400);
    }
    String tooLong = "x".repeat(256) + ".md";
    assertThat(served.upload(UPLOADS + tooLong, BodyPublishers.ofString("x")).is(400).code())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void aProcessThatDiesLeavesNoHalfDocument() throws Exception {
    String old = "# Otter\n\nAn otter holds hands asleep.\n";
    try (Served served = serve()) {
      create(served);
      upload(served, "otter.md", old, 201);
      try (Socket replacing = sendHalf(served.url(), "otter.md");
          Socket making = sendHalf(served.url(), "hare.md")) {
        await()
            .atMost(Served.PATIENCE)
            .until(() -> temporary().size() == 2 && bytes(temporary()) > 0);
        assertThat(replacing.isClosed() || making.isClosed()).isFalse();
        served.kill();
      }
    }

    try (Served served = serve()) {
      assertThat(temporary()).as("what had arrived").isEmpty();
      assertThat(uploaded()).containsExactly("otter.md");
      assertThat(data.resolve("_uploads/inbox/otter.md")).hasContent(old);
      upload(served, "hare.md", "# Hare\n\nA hare sleeps in a form.\n", 201);
      served.post(INBOX + "/start").is(202);
      JsonNode job = served.await("inbox", "COMPLETED");
      assertThat(job.at("/documents/seen").intValue()).isEqualTo(2);
      assertThat(job.at("/documents/indexed").intValue()).isEqualTo(2);
    }
  }

  /** A client whose document is as long again as what it sends. */
  private static Socket sendHalf(URI server, String name) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    byte[] half = new byte[(int) MEGABYTE];
    Arrays.fill(half, (byte) 'x');
    socket
        .getOutputStream()
        .write(
            "PUT %s%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(UPLOADS, name, server.getAuthority(), 2 * half.length)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(half);
    socket.getOutputStream().flush();
    return socket;
  }

  /** So many bytes, made while they are sent and of no length that is told before. */
  private static BodyPublisher zeros(long bytes) {
    return BodyPublishers.ofInputStream(
        () ->
            new InputStream() {
              private long left = bytes;

              @Override
              public int read() {
                return left-- > 0 ? 0 : -1;
              }

              @Override
              public int read(byte[] buffer, int offset, int length) {
                if (left <= 0) {
                  return -1;
                }
                int some = (int) Math.min(left, length);
                Arrays.fill(buffer, offset, offset + some, (byte) 0);
                left -= some;
                return some;
              }
            });
  }

  private static JsonNode upload(Served served, String name, String text, int status) {
    return served.upload(UPLOADS + name, BodyPublishers.ofString(text)).is(status).json();
  }

  private static String found(Served served, String query) {
    return served.get(INBOX + "/search?mode=text&q=" + query).is(200).body();
  }

  private static void create(Served served) {
    served
        .post(
            "/api/v1/knowledge-bases",
            "{\"kb_id\":\"inbox\",\"settings\":{\"source\":{\"kind\":\"uploads\"}}}")
        .is(201);
  }

  private Set<String> uploaded() throws IOException {
    return files(data.resolve("_uploads/inbox"));
  }

  private Set<String> temporary() throws IOException {
    return files(data.resolve("_tmp"));
  }

  private long bytes(Set<String> names) throws IOException {
    long bytes = 0;
    for (String name : names) {
      bytes += Files.size(data.resolve("_tmp").resolve(name));
    }
    return bytes;
  }

  private static Set<String> files(Path root) throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.exists(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(Files::isRegularFile)
            .forEach(file -> names.add(root.relativize(file).toString()));
      }
    }
    return names;
  }

  private Served serve() {
    return Served.start(
        program, Map.of("INGESTION_OPTS", "-Xmx96m", "INGESTION_PIPELINE_EMBEDDING", "slow"));
  }
}
