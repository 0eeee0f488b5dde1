package dev.ingestion.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ingestion.app.control.ForwardedCommand.Screen;
import dev.ingestion.app.control.Wire.Kind;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService;
import dev.ingestion.ports.in.CommandService.Conversation;
import dev.ingestion.ports.in.CommandService.GivenCommand;
import dev.ingestion.ports.out.OwnerEndpoint;
import dev.ingestion.ports.out.OwnerNotice;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120) // what is broken here hangs
class ControlEndpointTest {
  private static final int GREETING_LENGTH = "INGESTION 1 ".length() + 64;
  private static final ControlLimits PATIENT =
      new ControlLimits(
          3,
          2,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private final Notice notice = new Notice();
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private ControlEndpoint endpoint;

  @AfterEach
  void close() throws IOException {
    released.countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
    if (endpoint != null) {
      endpoint.close();
    }
  }

  @Test
  void aCommandPrintsToItsClientAndItsExitCodeIsTheClients() {
    open(
        PATIENT,
        (command, client) -> {
          client.begin(false, () -> {});
          print(client.out(), command.arguments() + " in " + command.directory());
          print(client.err(), "a warning");
          return 3;
        });

    Shown shown = give("status", "handbook").end();

    assertThat(shown.code()).isEqualTo(3);
    assertThat(shown.out()).isEqualTo("[status, handbook] in /home/me");
    assertThat(shown.err()).isEqualTo("a warning");
  }

  @Test
  void moreOutputThanAFrameHoldsArrivesWhole() {
    String much = "0123456789".repeat(50_000);
    open(
        PATIENT,
        (command, client) -> {
          print(client.out(), much);
          return 0;
        });

    assertThat(give("export").end().out()).isEqualTo(much);
  }

  @Test
  void aQuestionIsAnsweredWhereTheCommandWasGiven() {
    open(
        PATIENT,
        (command, client) -> {
          try (BufferedReader in = new BufferedReader(client.in())) {
            print(client.out(), in.readLine() + "/" + in.readLine() + "/" + in.readLine());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return 0;
        });

    assertThat(give("delete").end("yes\n\n").out()).isEqualTo("yes//null");
  }

  @Test
  void itIsReachedOverTheLoopbackAddressAlone() throws IOException {
    open(PATIENT, (command, client) -> 0);

    for (InetAddress address :
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList()) {
      assertThatThrownBy(() -> new Socket(address, endpoint.address().port()).close())
          .as(address.toString())
          .isInstanceOf(IOException.class);
    }
    assertThat(connect().getInetAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void everyTokenIsAnother() {
    open(PATIENT, (command, client) -> 0);
    String first = endpoint.address().token();
    endpoint.close();
    open(PATIENT, (command, client) -> 0);

    assertThat(first).matches("[0-9a-f]{64}").isNotEqualTo(endpoint.address().token());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INGESTION 1 0000000000000000000000000000000000000000000000000000000000000000",
        "GET / HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Length: 1000000000\r\n\r\n"
            + "____________________",
        "\u0000\u0000\u0000\u0000garbage that is as long as a greeting is, and some bytes longer"
            + " than that"
      })
  void whoDoesNotShowTheTokenIsCutOffWithoutAWord(String greeting) throws IOException {
    open(PATIENT, (command, client) -> 0);
    Socket socket = connect();

    // As long as a greeting, so that only the token keeps what follows from being a command.
    byte[] wrong = Arrays.copyOf(greeting.getBytes(StandardCharsets.UTF_8), GREETING_LENGTH);
    socket.getOutputStream().write(wrong);
    tryToWrite(socket, command("status").toJson());

    assertThat(answerOf(socket)).isEmpty();
  }

  @Test
  void garbageBehindTheTokenEndsTheConnectionAndNothingElse() throws IOException {
    open(PATIENT, (command, client) -> 0);
    for (byte[] garbage :
        List.of(
            new byte[] {'C', 127, 127, 127, 127},
            new byte[] {'C', -1, -1, -1, -1},
            new byte[] {'C', 0, 0, 0, 2, '{', '{'},
            new byte[] {'C', 0, 0, 0, 2, '[', ']'},
            new byte[] {'A', 0, 0, 0, 0},
            new byte[] {0, 0, 0, 0, 0})) {
      Socket socket = connect();
      Wire.greet(socket.getOutputStream(), endpoint.address().token());
      socket.getOutputStream().write(garbage);
      assertThat(answerOf(socket)).isEmpty();
    }

    assertThat(give("status").end().code()).isZero();
  }

  @Test
  void aClientThatSaysNothingIsCutOff() throws IOException {
    open(withGreeting(Duration.ofMillis(50)), (command, client) -> 0);

    assertThat(answerOf(connect())).isEmpty();
  }

  @Test
  void clientsThatSayNothingKeepOthersNoLongerThanThat() throws IOException {
    open(withGreeting(Duration.ofMillis(50)), (command, client) -> 0);
    for (int i = 0; i < 10; i++) {
      connect();
    }

    assertThat(give("status").end().code()).isZero();
  }

  @Test
  void aClientThatSaysHalfAndThenNothingIsCutOff() throws IOException {
    open(withGreeting(Duration.ofMillis(50)), (command, client) -> 0);
    Socket socket = connect();
    Wire.greet(socket.getOutputStream(), endpoint.address().token());
    socket.getOutputStream().write(new byte[] {'C', 0, 0, 1, 0, '{'});

    assertThat(answerOf(socket)).isEmpty();
  }

  @Test
  void oneCommandTooManyIsToldSo() throws Exception {
    CountDownLatch running = new CountDownLatch(3);
    open(
        PATIENT,
        (command, client) -> {
          running.countDown();
          awaitRelease();
          return 0;
        });
    List<CompletableFuture<Shown>> three =
        List.of(inBackground("a"), inBackground("b"), inBackground("c"));
    assertThat(running.await(1, TimeUnit.MINUTES)).isTrue();

    assertThatThrownBy(() -> give("d"))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OWNER_UNAVAILABLE))
        .hasMessageContaining("3 commands");

    released.countDown();
    assertThat(three).allSatisfy(one -> assertThat(one.get(1, TimeUnit.MINUTES).code()).isZero());
    await().untilAsserted(() -> assertThat(give("d").end().code()).isZero());
  }

  @Test
  void aCommandWithoutAJobEndsWhenItsClientIsGone() throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    open(
        PATIENT,
        (command, client) -> {
          client.begin(false, () -> {});
          begun.countDown();
          try {
            while (true) {
              print(client.out(), "line\n");
            }
          } catch (RuntimeException e) {
            ended.complete(e.getClass().getSimpleName());
            throw e;
          }
        });
    Given given = give("export");
    begun.await();

    given.client().close();

    assertThat(ended.get(1, TimeUnit.MINUTES)).isEqualTo("CancellationException");
  }

  @Test
  void aCommandWithAJobGoesOnWithoutItsClient() throws Exception {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    open(
        PATIENT,
        (command, client) -> {
          client.begin(true, () -> {});
          awaitRelease();
          print(client.err(), "nobody sees this".repeat(100_000));
          print(client.out(), "nor this".repeat(100_000));
          ended.complete(true);
          return 0;
        });

    give("ingest").client().close();
    released.countDown();

    assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aClientThatTakesNoOutputIsLeftAfterAWhile() throws Exception {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    open(
        new ControlLimits(
            3,
            2,
            Duration.ofMinutes(1),
            Duration.ofMillis(50),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1)),
        (command, client) -> {
          client.begin(true, () -> {});
          for (int i = 0; i < 1_000; i++) {
            print(client.err(), "x".repeat(1 << 16));
          }
          ended.complete(true);
          return 0;
        });

    Given frozen = give("ingest");

    assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
    frozen.client().close();
  }

  @Test
  void aClientThatClosedItsSideIsGone() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    open(
        PATIENT,
        (command, client) -> {
          try (BufferedReader in = new BufferedReader(client.in())) {
            answer.complete(String.valueOf(in.readLine()));
          } catch (IOException e) {
            answer.completeExceptionally(e);
          }
          return 0;
        });
    Socket socket = connect();
    Wire.greet(socket.getOutputStream(), endpoint.address().token());
    Wire.write(socket.getOutputStream(), Kind.COMMAND, command("delete").toJson());
    socket.shutdownOutput();

    assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("null");
  }

  @Test
  void anAnswerThatNobodyAskedForEndsTheConnection() throws Exception {
    open(
        PATIENT,
        (command, client) -> {
          awaitRelease();
          return 0;
        });
    Socket socket = connect();
    Wire.greet(socket.getOutputStream(), endpoint.address().token());
    Wire.write(socket.getOutputStream(), Kind.COMMAND, command("delete").toJson());
    assertThat(Wire.read(socket.getInputStream(), 10).kind()).isEqualTo(Kind.READY);

    Wire.write(socket.getOutputStream(), Kind.ANSWER, new byte[] {'y'});
    Wire.write(socket.getOutputStream(), Kind.ANSWER, new byte[] {'y'});

    assertThat(answerOf(socket)).isEmpty();
  }

  @Test
  void theOwnerStaysForCommandsThatCarryAJobAndTakesOthersMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    open(
        PATIENT,
        (command, client) -> {
          boolean job = command.name().equals("ingest");
          client.begin(job, () -> {});
          if (job) {
            begun.countDown();
            awaitRelease();
          }
          return 0;
        });
    CompletableFuture<Shown> ingest = inBackground("ingest");
    begun.await();
    CompletableFuture<List<ForwardedCommand>> told = new CompletableFuture<>();
    CompletableFuture<Void> idle = CompletableFuture.runAsync(() -> awaitOthers(told::complete));

    assertThat(told.get(1, TimeUnit.MINUTES)).singleElement().hasToString("ingest of process 4711");
    assertThat(give("status").end().code()).isZero();
    assertThat(idle).isNotDone();

    released.countDown();
    assertThat(idle).succeedsWithin(Duration.ofMinutes(1));
    assertThat(ingest.get(1, TimeUnit.MINUTES).code()).isZero();
    assertThat(notice.published.get()).isNull();
    assertThat(tryGive("status")).isEmpty();
  }

  @Test
  void anOwnerThatIsAloneDoesNotStay() {
    open(PATIENT, (command, client) -> 0);
    assertThat(notice.published.get()).isEqualTo(endpoint.address());

    awaitOthers(
        waiting -> {
          throw new AssertionError("waits for " + waiting);
        });

    assertThat(notice.published.get()).isNull();
  }

  @Test
  void whenTheOwnerIsToldToEndClientsLearnWhatBecomesOfTheirCommand() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    open(
        PATIENT,
        (command, client) -> {
          client.begin(true, () -> print(client.err(), "The job is kept."));
          begun.countDown();
          while (!client.interrupted()) {
            Thread.onSpinWait();
          }
          print(client.out(), "too late");
          return 0;
        });
    CompletableFuture<Shown> shown = inBackground("ingest");
    begun.await();

    endpoint.interrupt();
    assertThat(shown).as("the data root is not free yet").isNotDone();
    endpoint.close();

    assertThat(shown.get(1, TimeUnit.MINUTES).code()).isEqualTo(130);
    assertThat(shown.get().err())
        .contains("Process %d".formatted(ProcessHandle.current().pid()))
        .endsWith("The job is kept.");
    assertThat(notice.published.get()).isNull();
  }

  @Test
  void aClientThatTakesNoOutputDoesNotHoldUpTheEndOfTheOwner() throws Exception {
    open(
        new ControlLimits(
            3,
            2,
            Duration.ofMinutes(1),
            Duration.ofDays(1),
            Duration.ofMinutes(1),
            Duration.ofMillis(50)),
        (command, client) -> {
          client.begin(true, () -> print(client.err(), "The job is kept."));
          for (int i = 0; i < 100_000; i++) {
            print(client.err(), "x".repeat(1 << 16));
          }
          return 0;
        });
    Given frozen = give("ingest");

    assertThat(CompletableFuture.runAsync(endpoint::interrupt))
        .succeedsWithin(Duration.ofMinutes(1));
    endpoint.close();
    frozen.client().close();
  }

  @Test
  void anOwnerThatDiesIsNamed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    open(
        PATIENT,
        (command, client) -> {
          begun.countDown();
          awaitRelease();
          return 0;
        });
    Given given = give("ingest");
    begun.await();
    endpoint.close(); // without an interrupt the connection just ends, as it does at a death

    assertThatThrownBy(given::end)
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OWNER_UNAVAILABLE))
        .hasMessageContaining("process 1")
        .hasMessageContaining("the job is kept");
  }

  @Test
  void anOwnerThatDoesNotAnswerIsNamed() throws IOException {
    try (ServerSocket frozen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OwnerEndpoint address = new OwnerEndpoint(frozen.getLocalPort(), "0".repeat(64));

      assertThatThrownBy(
              () ->
                  ControlClient.give(
                      command("status"), address, "process 1", Duration.ofMillis(50)))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("process 1, which does not answer");
    }
  }

  @Test
  void aCommandThatIsTooLongIsNotGiven() {
    open(PATIENT, (command, client) -> 0);

    assertThatThrownBy(() -> give("search", "x".repeat(ControlLimits.COMMAND_BYTES)))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void aCommandThatBreaksIsOver() {
    open(
        PATIENT,
        (command, client) -> {
          throw new IllegalStateException("broken");
        });

    assertThat(give("status").end().code()).isEqualTo(1);
  }

  @Test
  void whatComesAnotherWayIsRunLikeTheOthers() throws Exception {
    open(
        PATIENT,
        (command, client) -> {
          client.begin(true, () -> {});
          print(client.out(), command.arguments() + " at " + client.located("docs"));
          try (BufferedReader in = new BufferedReader(client.in())) {
            print(client.err(), in.readLine());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return 3;
        });
    OfferedCommands offered = new OfferedCommands();
    assertThatThrownBy(() -> offered.give(given("status"), new Visitor()))
        .hasMessageContaining("takes no commands of others");
    offered.open(endpoint);
    Visitor visitor = new Visitor();

    Conversation conversation = offered.give(given("status"), visitor);
    await().until(() -> visitor.heard().endsWith("?"));
    conversation.answer("yes");
    visitor.closed.await();

    assertThat(visitor.heard()).isEqualTo("o[status] at /there/docs?eyes exit 3");
  }

  @Test
  void whatCameAnotherWayIsToldOfTheEndWhileThatWayIsThere() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    open(
        PATIENT,
        (command, client) -> {
          client.begin(true, () -> print(client.err(), "The job is kept."));
          begun.countDown();
          awaitRelease();
          return 0;
        });
    OfferedCommands offered = new OfferedCommands();
    offered.open(endpoint);
    Visitor visitor = new Visitor();
    offered.give(given("ingest"), visitor);
    begun.await();

    endpoint.interrupt();

    visitor.closed.await();
    assertThat(visitor.heard()).contains("was told to end").endsWith("eThe job is kept. exit 130");
    assertThatThrownBy(() -> offered.give(given("status"), new Visitor()))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OWNER_UNAVAILABLE));
  }

  private static GivenCommand given(String... arguments) {
    return new GivenCommand(
        7,
        arguments[0],
        List.of(arguments),
        Map.of(),
        new CommandService.Screen(false, false, false, 80));
  }

  /** A client that came another way, and what it hears. */
  private static final class Visitor implements CommandService.Client {
    final CountDownLatch closed = new CountDownLatch(1);
    private final StringBuffer heard = new StringBuffer();

    String heard() {
      return heard.toString();
    }

    @Override
    public boolean out(byte[] bytes, int offset, int length) {
      heard.append('o').append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      return true;
    }

    @Override
    public boolean err(byte[] bytes, int offset, int length) {
      heard.append('e').append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      return true;
    }

    @Override
    public boolean ask() {
      heard.append('?');
      return true;
    }

    @Override
    public void exit(int code) {
      heard.append(" exit ").append(code);
    }

    @Override
    public void close() {
      closed.countDown();
    }

    @Override
    public String located(String given) {
      return "/there/" + given;
    }
  }

  private void open(ControlLimits limits, CommandHost host) {
    endpoint = ControlEndpoint.open(notice, "ingest", host, new SecureRandom(), limits);
  }

  private static ControlLimits withGreeting(Duration greeting) {
    return new ControlLimits(
        3, 2, greeting, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.address().port());
    sockets.add(socket);
    return socket;
  }

  private static void tryToWrite(Socket socket, byte[] command) {
    try {
      Wire.write(socket.getOutputStream(), Kind.COMMAND, command);
    } catch (IOException e) {
      assertThat(e).as("cut off already").isNotNull();
    }
  }

  /** Everything that comes until the other side ends the connection. */
  private static byte[] answerOf(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      return new byte[0]; // cut off
    }
  }

  private static ForwardedCommand command(String... arguments) {
    return new ForwardedCommand(
        4711,
        arguments[0],
        List.of(arguments),
        "/home/me",
        Map.of(),
        new Screen(false, false, false, 80));
  }

  private Given give(String... arguments) {
    return tryGive(arguments).orElseThrow();
  }

  private Optional<Given> tryGive(String... arguments) {
    return ControlClient.give(command(arguments), endpoint.address(), "process 1").map(Given::new);
  }

  private CompletableFuture<Shown> inBackground(String... arguments) {
    Given given = give(arguments);
    return CompletableFuture.supplyAsync(given::end, task -> new Thread(task).start());
  }

  private void awaitOthers(Consumer<List<ForwardedCommand>> tell) {
    try {
      endpoint.awaitOthers(tell);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void print(OutputStream to, String text) {
    try {
      to.write(text.getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Given(ControlClient client) {
    Shown end() {
      return end("");
    }

    Shown end(String input) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      try (client) {
        int code =
            client.show(
                new BufferedReader(new StringReader(input)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        return new Shown(
            code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private record Shown(int code, String out, String err) {}

  private static final class Notice implements OwnerNotice {
    final AtomicReference<OwnerEndpoint> published = new AtomicReference<>();

    @Override
    public void publish(OwnerEndpoint endpoint, String command) {
      published.set(endpoint);
    }

    @Override
    public void withdraw() {
      published.set(null);
    }
  }
}
