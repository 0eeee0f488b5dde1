package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Frame;
import dev.ingestion.app.control.Wire.Kind;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService.Conversation;
import dev.ingestion.ports.out.OwnerEndpoint;
import dev.ingestion.ports.out.OwnerNotice;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes commands from processes of this machine that know the token. Listens on the loopback
 * address alone; who does not know the token is cut off without a word. No client, however slow or
 * broken, costs more than {@link ControlLimits} says.
 *
 * <p>Thread-safe. Stopped in three steps: {@link #awaitOthers} or {@link #interrupt}, then what the
 * commands work on, then {@link #close}.
 */
public final class ControlEndpoint implements AutoCloseable {
  /** Key of the log lines' context: the process that gave the command. */
  public static final String CLIENT = "client";

  private static final Logger log = LoggerFactory.getLogger(ControlEndpoint.class);
  private static final int TOKEN_BYTES = 32;
  private static final int BACKLOG = 128;
  private static final int FAILED = 1;

  private final OwnerNotice notice;
  private final CommandHost host;
  private final ControlLimits limits;
  private final ServerSocket server;
  private final OwnerEndpoint address;
  private final Semaphore greetings;
  private final Sessions sessions;
  private final Watchdog watchdog = new Watchdog();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private ControlEndpoint(
      OwnerNotice notice,
      CommandHost host,
      ControlLimits limits,
      ServerSocket server,
      String token) {
    this.notice = notice;
    this.host = host;
    this.limits = limits;
    this.server = server;
    this.address = new OwnerEndpoint(server.getLocalPort(), token);
    this.greetings = new Semaphore(limits.greetings());
    this.sessions = new Sessions(limits.commands());
  }

  /**
   * Listens, and says so in the notice.
   *
   * @param command what this process runs itself, for the notice
   * @param random makes the token; nobody must be able to guess what it gives
   * @throws IngestionException OWNER_UNAVAILABLE if there is no port to listen on; whatever
   *     publishing throws
   */
  public static ControlEndpoint open(
      OwnerNotice notice, String command, CommandHost host, RandomGenerator random) {
    return open(notice, command, host, random, ControlLimits.USUAL);
  }

  static ControlEndpoint open(
      OwnerNotice notice,
      String command,
      CommandHost host,
      RandomGenerator random,
      ControlLimits limits) {
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    try {
      ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      ControlEndpoint endpoint = new ControlEndpoint(notice, host, limits, server, token);
      endpoint.start(command);
      return endpoint;
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.OWNER_UNAVAILABLE, "No port of this machine can be listened on: " + e, e);
    }
  }

  private void start(String command) {
    daemon("control", this::acceptAll);
    try {
      notice.publish(address, command);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  OwnerEndpoint address() {
    return address;
  }

  /**
   * Waits until no command of another process runs, and then takes no more. Those that carry no job
   * are only waited for once no other one does, so that a steady stream of them does not keep the
   * process.
   *
   * @param tell told once which commands with jobs are waited for, if any are
   */
  public void awaitOthers(Consumer<List<ForwardedCommand>> tell) throws InterruptedException {
    sessions.awaitNobodyHolds(tell);
    stop();
    sessions.awaitNobody();
  }

  /** The process is told to end: clients learn it, and no command is taken any more. */
  public void interrupt() {
    stop();
    part(sessions.interrupt(), ControlSession::interrupt);
  }

  /** Who does not take the message in time is cut off: slow clients must not hold us up. */
  private void part(List<ControlSession> leaving, Consumer<ControlSession> message) {
    List<Watchdog.Watch> watches =
        leaving.stream().map(session -> watchdog.after(limits.parting(), session::leave)).toList();
    for (int i = 0; i < leaving.size(); i++) {
      message.accept(leaving.get(i));
      watches.get(i).end();
    }
  }

  /** Who looks for us after this waits for the lock instead. */
  private void stop() {
    try {
      notice.withdraw();
    } catch (IngestionException e) {
      log.warn("Whoever looks for this process will knock in vain: {}", e.getMessage());
    }
    sessions.refuse();
    stopped.countDown();
    closeQuietly(server);
  }

  /**
   * Clients that are still there learn that the owner has stopped. Does nothing the second time.
   */
  @Override
  public void close() {
    stop();
    part(sessions.drain(), ControlSession::close);
    watchdog.close();
  }

  private void acceptAll() {
    try {
      while (stopped.getCount() > 0) {
        greetings.acquire();
        try {
          Socket socket = server.accept();
          daemon("control-" + socket.getPort(), () -> serve(socket));
        } catch (IOException e) {
          greetings.release();
          if (!server.isClosed()) {
            log.warn(
                "A connection to the control endpoint could not be accepted: {}", e.toString());
            stopped.await(100, TimeUnit.MILLISECONDS); // descriptors may be short for a while
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      ControlSession session = greeted(socket);
      if (session != null) {
        begin(session);
        listen(session, socket.getInputStream());
      }
    } catch (IOException e) {
      log.debug("A connection to the control endpoint broke: {}", e.toString());
    }
  }

  private @Nullable ControlSession greeted(Socket socket) throws IOException {
    Watchdog.Watch watch = watchdog.after(limits.greeting(), () -> closeQuietly(socket));
    try {
      InputStream in = socket.getInputStream();
      if (!Wire.isGreeted(in, address.token())) {
        log.debug("A connection to the control endpoint did not show the token");
        return null;
      }
      Frame frame = Wire.read(in, ControlLimits.COMMAND_BYTES);
      if (frame.kind() != Kind.COMMAND) {
        throw new IOException("Not a command: " + frame.kind());
      }
      ForwardedCommand command = ForwardedCommand.ofJson(frame.content());
      SocketChannel channel = new SocketChannel(socket, Path.of(command.directory()));
      return admitted(socket, new ControlSession(channel, command, limits, watchdog));
    } finally {
      watch.end();
      greetings.release();
    }
  }

  private @Nullable ControlSession admitted(Socket socket, ControlSession session)
      throws IOException {
    switch (sessions.admit(session)) {
      case ADMITTED -> {
        session.accept();
        return session;
      }
      case FULL -> {
        log.info("{} is refused: there are {} commands", session.command(), limits.commands());
        Wire.write(socket.getOutputStream(), Kind.BUSY, limits.commands());
        return null;
      }
      case REFUSED -> {
        return null;
      }
    }
    throw new AssertionError("Not an admission");
  }

  /** Returns when the client has gone or the command is over. */
  private static void listen(ControlSession session, InputStream in) {
    try {
      while (true) {
        Frame frame = Wire.read(in, ControlLimits.ANSWER_BYTES);
        String line = frame.text();
        boolean wanted =
            frame.kind() == Kind.ANSWER
                && session.answer(line.isEmpty() ? null : line.replaceFirst("\n$", ""));
        if (!wanted) {
          throw new IOException("Nobody asked for " + frame.kind());
        }
      }
    } catch (IOException e) {
      session.leave(); // whatever it was: there is no client any more that we understand
    }
  }

  /**
   * Takes a command that came another way.
   *
   * @throws IngestionException OWNER_UNAVAILABLE if there are too many, or will be none any more
   */
  Conversation take(ForwardedCommand command, CommandChannel channel) {
    ControlSession session = new ControlSession(channel, command, limits, watchdog);
    switch (sessions.admit(session)) {
      case ADMITTED -> begin(session);
      case FULL ->
          throw new IngestionException(
              ErrorCode.OWNER_UNAVAILABLE,
              "Process %d already runs %d commands of others. Try again later"
                  .formatted(ProcessHandle.current().pid(), limits.commands()));
      case REFUSED ->
          throw new IngestionException(
              ErrorCode.OWNER_UNAVAILABLE,
              "Process %d is about to end, and takes no commands any more"
                  .formatted(ProcessHandle.current().pid()));
    }
    return session;
  }

  private void begin(ControlSession session) {
    Map<String, String> context = MDC.getCopyOfContextMap(); // that of a request over HTTP
    daemon("command-" + session.command().pid(), () -> run(session, context));
  }

  private void run(ControlSession session, @Nullable Map<String, String> context) {
    if (context != null) {
      MDC.setContextMap(context); // the thread ends with the command
    }
    MDC.put(CLIENT, Long.toString(session.command().pid()));
    log.info("Running {}", session.command());
    int exitCode = FAILED;
    try {
      exitCode = host.run(session.command(), session);
    } catch (CancellationException e) {
      log.info("{} ends early: {}", session.command(), e.getMessage());
    } catch (RuntimeException e) {
      log.error("{} failed", session.command(), e);
    } finally {
      if (session.end(exitCode)) {
        sessions.remove(session);
      }
      MDC.remove(CLIENT);
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("A socket of the control endpoint was not closed: {}", e.toString());
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
