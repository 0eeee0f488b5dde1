package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.testkit.SettableClock;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventHubTest {
  private static final Predicate<String> ALL = kb -> true;

  private final SettableClock clock = new SettableClock();
  private final FakeJobs jobs = new FakeJobs();
  private final EventLog log = new EventLog(new JsonCodec(), clock, 8);
  private final EventHub hub = new EventHub(jobs, log, clock::nanoTime);

  @Test
  void aStreamBeginsWithASnapshotAndGoesOnWithWhatChanges() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client client = listen(ALL, null);

    jobs.set("otters", JobStatus.RUNNING, 2);
    lookAgain();
    jobs.set("otters", JobStatus.COMPLETED, 2);
    lookAgain();

    assertThat(client.types()).containsExactly("snapshot", "job", "job");
    assertThat(client.data(0)).startsWith("{\"jobs\":[{\"kb_id\":\"otters\"");
    assertThat(client.data(1)).contains("\"status\":\"RUNNING\"", "\"seen\":2");
    assertThat(client.data(2)).contains("\"status\":\"COMPLETED\"");
  }

  @Test
  void timeThatPassesIsNoChange() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client client = listen(ALL, null);

    jobs.set(FakeJobs.state("otters", JobStatus.RUNNING, 1, Duration.ofSeconds(9)));
    lookAgain();

    assertThat(client.types()).containsExactly("snapshot");
  }

  @Test
  void aKnowledgeBaseThatIsGoneIsToldToBe() {
    jobs.set("otters", JobStatus.COMPLETED, 1);
    Client client = listen(ALL, null);

    jobs.remove("otters");
    lookAgain();

    assertThat(client.types()).containsExactly("snapshot", "removed");
    assertThat(client.data(1)).isEqualTo("{\"kb_id\":\"otters\"}");
  }

  @Test
  void aStreamOfOneKnowledgeBaseHearsOfNoOther() {
    jobs.set("hares", JobStatus.RUNNING, 1);
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client client = listen("otters"::equals, null);

    jobs.set("hares", JobStatus.COMPLETED, 1);
    jobs.set("otters", JobStatus.PAUSED, 1);
    lookAgain();

    assertThat(client.types()).containsExactly("snapshot", "job");
    assertThat(client.text()).contains("otters").doesNotContain("hares");
  }

  @Test
  void whoComesBackGetsWhatWasMissedAndNothingTwice() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client first = listen(ALL, null);
    String seen = first.lastId();
    jobs.set("otters", JobStatus.PAUSED, 2);
    lookAgain();
    jobs.set("otters", JobStatus.RUNNING, 3);
    lookAgain();
    jobs.set("otters", JobStatus.RUNNING, 4);
    lookAgain();

    Client back = listen(ALL, seen);
    assertThat(back.types()).containsExactly("job", "job", "job");
    assertThat(back.data(0)).contains("PAUSED");
    assertThat(back.data(2)).contains("\"seen\":4");
    assertThat(listen(ALL, back.lastId()).types()).isEmpty();
  }

  @Test
  void progressThatLaterEventsTellAsWellIsNotMissed() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    String seen = listen(ALL, null).lastId();
    for (int i = 2; i < 7; i++) {
      jobs.set("otters", JobStatus.RUNNING, i);
      lookAgain();
    }

    Client back = listen(ALL, seen);

    assertThat(back.types()).containsExactly("job");
    assertThat(back.data(0)).contains("\"seen\":6");
  }

  @Test
  void whoComesBackTooLateOrFromAnotherProcessGetsASnapshot() {
    jobs.set("otters", JobStatus.RUNNING, 0);
    String seen = listen(ALL, null).lastId();
    for (int i = 1; i < 20; i++) {
      jobs.set("otters", JobStatus.RUNNING, i);
      lookAgain();
    }

    assertThat(listen(ALL, seen).types()).containsExactly("snapshot");
    assertThat(listen(ALL, "othertime-7").types()).containsExactly("snapshot");
    assertThat(listen(ALL, seen + "000000000").types()).containsExactly("snapshot");
    assertThat(listen(ALL, "\u00e4\n-").types()).containsExactly("snapshot");
  }

  @Test
  void whoDoesNotReadGetsTheLatestProgressAndEveryChangeOfState() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client client = listen(ALL, null);
    client.freeze();

    for (int i = 2; i <= 100; i++) {
      jobs.set("otters", JobStatus.RUNNING, i);
      lookAgain();
    }
    jobs.set("otters", JobStatus.PAUSED, 100);
    lookAgain();
    jobs.set("otters", JobStatus.RUNNING, 100);
    lookAgain();
    jobs.set("otters", JobStatus.RUNNING, 101);
    lookAgain();
    client.thaw();

    // That there were 100 documents when it was paused, the change of state says.
    assertThat(client.statuses()).containsExactly("PAUSED", "RUNNING", "RUNNING");
    assertThat(client.data(1)).contains("\"seen\":100");
    assertThat(client.data(3)).contains("\"seen\":101");
  }

  @Test
  void whoLeavesTooMuchIsLetGoAndTheOthersAreUndisturbed() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client frozen = listen(ALL, null);
    Client other = listen(ALL, null);
    frozen.freeze();

    int changes = 0;
    while (!frozen.stream.isOver() && changes < 10_000) {
      jobs.set("otters", changes % 2 == 0 ? JobStatus.PAUSED : JobStatus.RUNNING, 1);
      lookAgain();
      changes++;
    }

    assertThat(frozen.stream.isOver()).isTrue();
    assertThat(other.types()).hasSize(changes + 1);
    lookAgain();
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void heartbeatsComeAtTheirTimeAndDoNotPileUp() {
    Client client = listen(ALL, null);
    Client frozen = listen(ALL, null);
    frozen.freeze();

    for (int i = 0; i < 5; i++) {
      clock.advance(EventHub.HEARTBEAT);
      hub.work();
    }
    frozen.thaw();

    assertThat(client.text().split(": heartbeat\n\n", -1)).hasSize(6);
    assertThat(frozen.text().split(": heartbeat\n\n", -1)).hasSize(2);
  }

  @Test
  void nobodyIsAskedMoreOftenThanTheInterval() {
    for (int i = 0; i < 10; i++) {
      listen(ALL, null);
    }
    assertThat(jobs.looks).hasValue(1);
    lookAgain();
    assertThat(jobs.looks).hasValue(2);
  }

  @Test
  void whileNobodyListensItIsLookedRarelyAndWhoComesHearsOfThisMoment() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    hub.work();
    assertThat(jobs.looks).hasValue(1);
    clock.advance(EventHub.IDLE_INTERVAL.minus(EventHub.INTERVAL));
    hub.work();
    assertThat(jobs.looks).hasValue(1);

    jobs.set("otters", JobStatus.COMPLETED, 2);
    assertThat(listen(ALL, null).data(0)).contains("COMPLETED");
    assertThat(jobs.looks).hasValue(2);
  }

  @Test
  void aSnapshotTellsTheCourseOfJobsThatHaveNotEnded() {
    hub.work();
    for (int i = 0; i <= 4; i++) {
      jobs.set(FakeJobs.indexing("otters", JobStatus.RUNNING, i * 50L));
      jobs.set(FakeJobs.indexing("hares", JobStatus.COMPLETED, 7));
      clock.advance(EventHub.IDLE_INTERVAL);
      hub.work();
    }

    Client client = listen(ALL, null);
    assertThat(client.data(0))
        .endsWith(
            "\"paces\":[{\"kb_id\":\"otters\",\"job_id\":\"job-otters\",\"points\":"
                + "[[20.0,0],[15.0,50],[10.0,100],[5.0,150],[0.0,200]]}]}");
    assertThat(listen("hares"::equals, null).data(0)).endsWith("\"paces\":[]}");
  }

  @Test
  void theCourseOfAJobHasAnEnd() {
    for (int i = 0; i < 1_000; i++) {
      jobs.set(FakeJobs.indexing("otters", JobStatus.RUNNING, i));
      lookAgain();
      listen(ALL, null).stream.close();
    }

    int points = listen(ALL, null).data(0).replaceFirst(".*\"points\":", "").split("\\],").length;
    assertThat(points).isBetween(180, 191);
  }

  @Test
  void lookingThatIsDearIsDoneMoreRarely() {
    jobs.whileLooking = () -> clock.advance(Duration.ofSeconds(2));
    listen(ALL, null);

    clock.advance(Duration.ofSeconds(17));
    hub.work();
    assertThat(jobs.looks).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    hub.work();
    assertThat(jobs.looks).hasValue(2);
  }

  @Test
  void tellingThatIsDearIsDoneMoreRarely() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Client client = listen(ALL, null);
      client.whileWriting = () -> clock.advance(Duration.ofMillis(100));
      clients.add(client);
    }
    int before = jobs.looks.get();
    jobs.set("otters", JobStatus.RUNNING, 2);
    lookAgain();
    jobs.set("otters", JobStatus.RUNNING, 3);

    clock.advance(Duration.ofMillis(8_500)); // of ten seconds one has passed with telling
    hub.work();
    assertThat(jobs.looks).hasValue(before + 1);
    clock.advance(Duration.ofMillis(500));
    hub.work();
    assertThat(jobs.looks).hasValue(before + 2);
    assertThat(clients).allSatisfy(client -> assertThat(client.data(2)).contains("\"seen\":3"));
  }

  @Test
  void aLookThatFailsIsTriedAgainAndNobodyIsCutOff() {
    jobs.failure = new IllegalStateException("the database is away");
    Client client = listen(ALL, null);
    assertThat(client.types()).isEmpty();

    jobs.failure = null;
    lookAgain();

    assertThat(client.types()).containsExactly("snapshot");
  }

  @Test
  void howEveryJobEndedIsToldAlsoIfOthersBeganBetweenTwoLooks() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client client = listen(ALL, null);

    jobs.next("otters", "job-2", JobStatus.FAILED, JobStatus.RUNNING);
    jobs.next("otters", "job-3", JobStatus.CANCELED, JobStatus.RUNNING);
    lookAgain();

    assertThat(client.statuses()).containsExactly("FAILED", "CANCELED", "RUNNING");
    assertThat(client.data(1)).contains("\"job_id\":\"job-otters\"", "\"seen\":9");
    assertThat(client.data(2)).contains("\"job_id\":\"job-2\"");
    assertThat(client.data(3)).contains("\"job_id\":\"job-3\"");
  }

  @Test
  void anEndThatWasToldIsNotToldAgainWhenTheNextJobBegins() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    Client client = listen(ALL, null);
    jobs.set("otters", JobStatus.COMPLETED, 9);
    lookAgain();

    jobs.next("otters", "job-2", JobStatus.COMPLETED, JobStatus.RUNNING);
    lookAgain();

    assertThat(client.statuses()).containsExactly("COMPLETED", "RUNNING");
  }

  @Test
  void aNewKnowledgeBaseShowsAllItsJobs() {
    Client client = listen(ALL, null);

    jobs.set("otters", JobStatus.RUNNING, 1);
    jobs.next("otters", "job-2", JobStatus.COMPLETED, JobStatus.RUNNING);
    lookAgain();

    assertThat(client.statuses()).containsExactly("COMPLETED", "RUNNING");
  }

  @Test
  void whoHasGoneIsForgotten() {
    Client client = listen(ALL, null);
    client.broken = true;

    clock.advance(EventHub.HEARTBEAT);
    hub.work();

    assertThat(client.stream.isOver()).isTrue();
    lookAgain();
    assertThat(hub.size()).isZero();
  }

  @Test
  void anErrorCostsOneLookAndNotTheThread() {
    jobs.set("otters", JobStatus.RUNNING, 1);
    jobs.whileLooking =
        () -> {
          jobs.whileLooking = () -> {};
          throw new OutOfMemoryError("Java heap space");
        };
    Client client = new Client(ALL, null);
    client.thaw();
    hub.start();
    try {
      hub.add(client.stream);

      await()
          .until(
              () -> {
                clock.advance(EventHub.IDLE_INTERVAL);
                return client.types().contains("snapshot");
              });
    } finally {
      hub.close();
    }
    assertThat(jobs.looks.get()).isGreaterThan(1);
  }

  @Test
  void closingEndsEveryStreamAndTheThread() {
    hub.start();
    Client client = new Client(ALL, null);
    hub.add(client.stream);
    client.thaw();
    await().until(() -> client.types().equals(List.of("snapshot")));

    hub.close();
    Client late = new Client(ALL, null);
    hub.add(late.stream);

    assertThat(client.stream.isOver()).isTrue();
    assertThat(late.stream.isOver()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("events"));
  }

  private Client listen(Predicate<String> interest, @Nullable String lastSeen) {
    Client client = new Client(interest, lastSeen);
    client.thaw();
    hub.add(client.stream);
    hub.work();
    return client;
  }

  private void lookAgain() {
    clock.advance(EventHub.INTERVAL);
    hub.work();
  }

  /** What a connection is to its stream. */
  private static final class Client extends ServletOutputStream {
    final EventStream stream;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicBoolean allowed = new AtomicBoolean(true);
    private boolean ready;
    boolean broken;
    Runnable whileWriting = () -> {};

    Client(Predicate<String> interest, @Nullable String lastSeen) {
      this.stream = new EventStream(interest, allowed::get, lastSeen, this);
    }

    void freeze() {
      ready = false;
    }

    void thaw() {
      ready = true;
      stream.onWritePossible();
    }

    synchronized String text() {
      return received.toString(StandardCharsets.UTF_8);
    }

    List<String> types() {
      return lines("event: ");
    }

    String data(int index) {
      return lines("data: ").get(index);
    }

    String lastId() {
      List<String> ids = lines("id: ");
      return ids.get(ids.size() - 1);
    }

    List<String> statuses() {
      List<String> statuses = new ArrayList<>();
      for (String data : lines("data: ").subList(1, lines("data: ").size())) {
        statuses.add(data.replaceFirst(".*\"status\":\"(\\w+)\".*", "$1"));
      }
      return statuses;
    }

    private List<String> lines(String key) {
      return Arrays.stream(text().split("\n"))
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()))
          .toList();
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void write(int one) {
      throw new AssertionError("not asked for");
    }

    @Override
    public synchronized void write(byte[] bytes) throws IOException {
      if (broken) {
        throw new IOException("Broken pipe");
      }
      received.write(bytes);
      whileWriting.run();
    }
  }
}
