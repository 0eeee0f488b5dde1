package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Kind;
import dev.ingestion.ports.in.CommandService.Conversation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client whose command was accepted. One thread runs the command and writes, another listens
 * whether the client is still there.
 */
final class ControlSession implements CommandClient, Conversation {
  private static final Logger log = LoggerFactory.getLogger(ControlSession.class);
  private static final int INTERRUPTED = 130;
  private static final String END_OF_INPUT = "";
  private static final byte[] NOTHING = {};

  private final CommandChannel channel;
  private final ForwardedCommand command;
  private final ControlLimits limits;
  private final Watchdog watchdog;
  private final Object writing = new Object();
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(1);
  private volatile boolean gone;
  private volatile boolean interrupted;
  private volatile boolean silent;
  private volatile @Nullable Boolean job;
  private volatile Runnable farewell = () -> {};

  ControlSession(
      CommandChannel channel, ForwardedCommand command, ControlLimits limits, Watchdog watchdog) {
    this.channel = channel;
    this.command = command;
    this.limits = limits;
    this.watchdog = watchdog;
  }

  ForwardedCommand command() {
    return command;
  }

  /** Whether the owner has to stay: it carries a job, or may yet say that it does. */
  boolean holdsOwner() {
    return !Boolean.FALSE.equals(job);
  }

  boolean carriesJob() {
    return Boolean.TRUE.equals(job);
  }

  void accept() {
    send(Kind.READY, NOTHING);
  }

  @Override
  public boolean answer(@Nullable String line) {
    return answers.offer(line == null ? END_OF_INPUT : line + "\n");
  }

  /** From now on there is no client. A command that carries a job goes on. */
  @Override
  public void leave() {
    gone = true;
    answers.offer(END_OF_INPUT);
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("A connection of {} was not closed: {}", command, e.toString());
    }
  }

  /**
   * The command is over.
   *
   * @return false if the owner is being stopped: the client is told when that is over, too
   */
  boolean end(int exitCode) {
    synchronized (writing) {
      if (interrupted) {
        return false;
      }
      sendExit(exitCode);
    }
    leave();
    return true;
  }

  /** Says what becomes of the command, which prints nothing from then on. */
  void interrupt() {
    synchronized (writing) {
      interrupted = true;
    }
    byte[] message =
        "\nProcess %d, which ran this command, was told to end.\n"
            .formatted(ProcessHandle.current().pid())
            .getBytes(StandardCharsets.UTF_8);
    send(Kind.ERR, message);
    farewell.run();
    silent = true;
    if (!channel.outlivesThePlatform()) {
      close();
    }
  }

  /** Tells the client that is still there that the owner has stopped. */
  void close() {
    if (interrupted) {
      sendExit(INTERRUPTED);
    }
    leave();
  }

  private void sendExit(int exitCode) {
    send(Kind.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(exitCode).array());
  }

  private void send(Kind kind, byte[] content) {
    send(kind, content, 0, content.length);
  }

  private void send(Kind kind, byte[] bytes, int offset, int length) {
    synchronized (writing) {
      if (gone) {
        return;
      }
      Watchdog.Watch watch = watchdog.after(limits.stall(), this::leave);
      try {
        channel.send(kind, bytes, offset, length);
      } catch (IOException e) {
        leave();
      } finally {
        watch.end();
      }
    }
  }

  @Override
  public OutputStream out() {
    return new FrameOutput(Kind.OUT);
  }

  @Override
  public OutputStream err() {
    return new FrameOutput(Kind.ERR);
  }

  @Override
  public Reader in() {
    return new AnswerReader();
  }

  @Override
  public String located(String given) {
    return channel.located(given);
  }

  @Override
  public boolean interrupted() {
    return interrupted;
  }

  @Override
  public boolean left() {
    return gone;
  }

  @Override
  public void begin(boolean carriesJob, Runnable atInterrupt) {
    farewell = atInterrupt;
    job = carriesJob;
  }

  private final class FrameOutput extends OutputStream {
    private final Kind kind;

    FrameOutput(Kind kind) {
      this.kind = kind;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int sent = 0; sent < length && !silent; sent += ControlLimits.OUTPUT_BYTES) {
        int size = Math.min(ControlLimits.OUTPUT_BYTES, length - sent);
        send(kind, bytes, offset + sent, size);
      }
      if (kind == Kind.OUT && gone && Boolean.FALSE.equals(job)) {
        throw new CancellationException("Whoever gave this command is gone");
      }
    }
  }

  private final class AnswerReader extends Reader {
    private String rest = "";

    @Override
    public int read(char[] buffer, int offset, int length) {
      if (rest.isEmpty()) {
        rest = ask();
      }
      if (rest.isEmpty()) {
        return -1;
      }
      int size = Math.min(length, rest.length());
      rest.getChars(0, size, buffer, offset);
      rest = rest.substring(size);
      return size;
    }

    private String ask() {
      send(Kind.ASK, NOTHING);
      try {
        String answer = gone ? null : answers.poll(limits.answer().toNanos(), TimeUnit.NANOSECONDS);
        return answer == null ? END_OF_INPUT : answer;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return END_OF_INPUT;
      }
    }

    @Override
    public void close() {}
  }
}
