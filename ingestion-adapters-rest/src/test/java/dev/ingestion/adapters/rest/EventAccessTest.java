package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.testkit.SettableClock;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream lasts as long as what opened it. */
@Timeout(60)
class EventAccessTest {
  private final SettableClock time = new SettableClock();
  private final FakeJobs jobs = new FakeJobs();
  private final EventHub hub =
      new EventHub(jobs, new EventLog(new JsonCodec(), InstantSource.system()), time::nanoTime);
  private final Guarded guarded = new Guarded();
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    guarded.tokens.add("stays", Role.READ);
    guarded.tokens.add("reader", Role.READ);
    guarded.more.add(new EventRoutes(jobs, hub));
    guarded.start();
  }

  @AfterEach
  void close() throws Exception {
    for (Socket client : clients) {
      client.close();
    }
    hub.close();
    guarded.close();
  }

  @Test
  void itEndsWithItsTokenAndThoseOfOthersGoOn() throws Exception {
    Socket other = listen("Authorization: Bearer stays");
    Socket client = listen("Authorization: Bearer reader");
    heartbeat();
    assertThat(hub.size()).isEqualTo(2);

    guarded.tokens.revoke(new TokenName("reader"));
    heartbeat();

    assertThat(rest(client)).contains("event: snapshot").endsWith("0\r\n\r\n");
    heartbeat();
    assertThat(hub.size()).isEqualTo(1);
    assertThat(other.isClosed()).isFalse();
  }

  @Test
  void itEndsWithItsLogin() throws Exception {
    String cookie = guarded.login("reader").headers().firstValue("Set-Cookie").orElseThrow();
    Socket client = listen("Cookie: " + cookie.substring(0, cookie.indexOf(';')));
    heartbeat();
    assertThat(hub.size()).isEqualTo(1);

    guarded.clock.advance(Duration.ofHours(13));
    heartbeat();

    assertThat(rest(client)).endsWith("0\r\n\r\n");
  }

  @Test
  void withTheFirstTokenItEndsForWhoShowedNone() throws Exception {
    guarded.tokens.revoke(new TokenName("reader"));
    guarded.tokens.revoke(new TokenName("stays"));
    Socket client = listen("Accept: */*");

    guarded.tokens.add("first", Role.READ);
    heartbeat();

    assertThat(rest(client)).endsWith("0\r\n\r\n");
  }

  @Test
  void itGoesOnWhileNobodyCanTellWhetherTheTokenIsStillThere() throws Exception {
    listen("Authorization: Bearer reader");
    guarded.tokens.failure =
        new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "the database is away");
    heartbeat();

    assertThat(hub.size()).isEqualTo(1);
  }

  private Socket listen(String header) throws Exception {
    int before = hub.size();
    Socket client = guarded.connect();
    clients.add(client);
    Guarded.write(
        client, "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
    await().until(() -> hub.size() == before + 1);
    hub.work();
    return client;
  }

  private void heartbeat() {
    time.advance(EventHub.HEARTBEAT);
    hub.work();
  }

  /** All that still comes, to the end of the answer. */
  private static String rest(Socket client) throws Exception {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[4_096];
    while (!text.toString().endsWith("\r\n0\r\n\r\n")) {
      int read = client.getInputStream().read(buffer);
      assertThat(read).as("after %s", text).isPositive();
      text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
