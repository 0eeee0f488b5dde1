package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.job.JobStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Event streams with the server that carries them. */
@Timeout(120) // what is broken here hangs
class EventStreamsOverHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 1_000;

  private final FakeJobs jobs = new FakeJobs();
  private final EventHub hub =
      new EventHub(jobs, new EventLog(new JsonCodec(), InstantSource.system()));
  private final RestServer server = Guarded.open(new EventRoutes(jobs, hub), hub);
  private final List<AutoCloseable> connections = new ArrayList<>();

  @BeforeEach
  void start() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    server.start();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable connection : connections) {
      connection.close();
    }
    server.close();
  }

  @Test
  void aStreamSaysWhatItIsAndTellsOfChanges() throws IOException {
    Client client = new Client("/api/v1/events");

    assertThat(client.head())
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-type: text/event-stream")
        .containsIgnoringCase("cache-control: no-store");
    assertThat(client.next("snapshot")).contains("\"kb_id\":\"otters\"");
    jobs.set("otters", JobStatus.COMPLETED, 2);
    assertThat(client.next("job")).contains("\"status\":\"COMPLETED\"");
    jobs.remove("otters");
    assertThat(client.next("removed")).isEqualTo("{\"kb_id\":\"otters\"}");
  }

  @Test
  void aStreamOfNoSuchKnowledgeBaseIsRefused() throws IOException {
    assertThat(new Client("/api/v1/knowledge-bases/otters/events").head()).contains(" 200 ");
    assertThat(new Client("/api/v1/knowledge-bases/hares/events").head())
        .contains(" 404 ")
        .containsIgnoringCase("application/problem+json");
  }

  @Test
  void clientsThatFreezeHalfCloseOrVanishDisturbNobody() throws IOException {
    Client normal = new Client("/api/v1/events");
    Client half = new Client("/api/v1/events");
    Client frozen = new Client("/api/v1/events", 1_024);
    Client vanished = new Client("/api/v1/events");
    normal.next("snapshot");
    half.next("snapshot");
    half.socket.shutdownOutput();
    vanished.next("snapshot");
    vanished.socket.setSoLinger(true, 0);
    vanished.socket.close();

    // More than the system's buffers take for who does not read, so that its stream has to end.
    int round = 0;
    while (hub.size() > 2) {
      round++;
      for (int i = 0; i < 200; i++) {
        jobs.set(
            FakeJobs.state("hares-%03d".formatted(i), JobStatus.RUNNING, round, Duration.ZERO)
                .waitingFor("for round %d%s".formatted(round, ".".repeat(5_000))));
      }
      normal.nextWith("for round " + round);
      half.nextWith("for round " + round);
    }

    jobs.set("otters", JobStatus.COMPLETED, 1);
    normal.nextWith("\"status\":\"COMPLETED\"");
    half.nextWith("\"status\":\"COMPLETED\"");
    assertThat(frozen.socket.isClosed()).isFalse();
  }

  @Test
  void aThousandStreamsCostNoThreads() throws Exception {
    new Client("/api/v1/events").next("snapshot");
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    List<SocketChannel> channels = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      channels.add(open("/api/v1/events"));
    }
    await().atMost(PATIENCE).until(() -> hub.size() == MANY + 1);

    jobs.set("otters", JobStatus.COMPLETED, 7);
    for (SocketChannel channel : channels) {
      assertThat(textUpTo(channel, "\"status\":\"COMPLETED\"")).contains("event: snapshot");
    }

    // The server's pool may have grown for a while because a thousand connected at once.
    assertThat(Thread.getAllStackTraces().keySet().size() - before.size()).isLessThan(MANY / 4);
    long held = usedMemory();
    for (SocketChannel channel : channels) {
      channel.close();
    }
    channels.clear();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              jobs.set("otters", JobStatus.RUNNING, System.nanoTime());
              return hub.size() == 1;
            });
    long perStream = (held - usedMemory()) / MANY;
    assertThat(perStream).as("bytes a stream").isLessThan(64 * 1_024);
  }

  @Test
  void aServerThatIsClosedEndsItsStreams() throws IOException {
    Client client = new Client("/api/v1/events");
    client.next("snapshot");

    server.close();

    assertThat(client.isAtEnd()).isTrue();
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private SocketChannel open(String path) throws IOException {
    SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.url().orElseThrow().getPort()));
    connections.add(channel);
    channel.write(ByteBuffer.wrap(request(path)));
    return channel;
  }

  private static String textUpTo(SocketChannel channel, String wanted) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(4_096);
    while (text.indexOf(wanted) < 0) {
      assertThat(channel.read(buffer.clear())).isPositive();
      text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
    return text.toString();
  }

  private static byte[] request(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
        .formatted(path)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private final class Client {
    final Socket socket = new Socket();
    private final BufferedReader in;

    Client(String path) throws IOException {
      this(path, 64 * 1_024);
    }

    Client(String path, int receiveBuffer) throws IOException {
      socket.setReceiveBufferSize(receiveBuffer);
      socket.connect(
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), server.url().orElseThrow().getPort()));
      connections.add(socket);
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.getOutputStream().write(request(path));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      return head.toString();
    }

    /** The data of the next event of a type. */
    String next(String type) throws IOException {
      lineWith("event: " + type);
      return lineWith("data: ").substring("data: ".length());
    }

    void nextWith(String text) throws IOException {
      lineWith(text);
    }

    boolean isAtEnd() throws IOException {
      String line = in.readLine();
      while (line != null) {
        line = in.readLine();
      }
      return true;
    }

    private String lineWith(String text) throws IOException {
      String line = in.readLine();
      while (line != null && !line.contains(text)) {
        line = in.readLine();
      }
      assertThat(line).as("line with %s", text).isNotNull();
      return line;
    }
  }
}
