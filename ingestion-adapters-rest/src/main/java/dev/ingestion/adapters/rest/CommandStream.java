package dev.ingestion.adapters.rest;

import dev.ingestion.ports.in.CommandService.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client of one command: what the command prints goes to it as lines of JSON. Written by the
 * command's thread, which waits for a slow client; the server's idle timeout ends that.
 * Thread-safe.
 */
final class CommandStream implements Client {
  private static final Logger log = LoggerFactory.getLogger(CommandStream.class);

  private final JsonCodec json;
  private final SourceRoots places;
  private final OutputStream raw;
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final Characters out = new Characters();
  private final Characters err = new Characters();

  CommandStream(JsonCodec json, SourceRoots places, OutputStream raw) {
    this.json = json;
    this.places = places;
    this.raw = raw;
  }

  /** Completes when nothing more is written. */
  CompletableFuture<@Nullable Void> end() {
    return end;
  }

  /** Until {@link #release}, by the same thread, nobody else's output is written. */
  void hold() {
    writing.lock();
  }

  void release() {
    writing.unlock();
  }

  /** Tells the client that its command runs. */
  boolean ready(String id) {
    return write(CommandFrame.ready(id));
  }

  /**
   * Looks whether the client is still there, unless something is being written to it anyway.
   *
   * @return false if it is gone
   */
  boolean alive() {
    if (!writing.tryLock()) {
      return true;
    }
    try {
      return write(CommandFrame.ALIVE);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean out(byte[] bytes, int offset, int length) {
    return write(text("out", out.whole(bytes, offset, length)));
  }

  @Override
  public boolean err(byte[] bytes, int offset, int length) {
    return write(text("err", err.whole(bytes, offset, length)));
  }

  private static CommandFrame text(String kind, String text) {
    return new CommandFrame(kind, null, text, null);
  }

  @Override
  public boolean ask() {
    return write(CommandFrame.ASK);
  }

  @Override
  public void exit(int code) {
    write(CommandFrame.exit(code));
  }

  @Override
  public String located(String given) {
    return places.require(given);
  }

  @Override
  public void close() {
    boolean unused = end.complete(null);
  }

  private boolean write(CommandFrame frame) {
    byte[] line =
        (json.toJsonString(frame, CommandFrame.class) + "\n").getBytes(StandardCharsets.UTF_8);
    writing.lock();
    try {
      if (end.isDone()) {
        return false;
      }
      raw.write(line);
      raw.flush();
      return true;
    } catch (IOException e) {
      log.debug("The client of a command has gone: {}", e.toString());
      return false;
    } finally {
      writing.unlock();
    }
  }

  /** Holds back the bytes of a character whose last ones have not come yet. */
  private static final class Characters {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    synchronized String whole(byte[] bytes, int offset, int length) {
      held.write(bytes, offset, length);
      byte[] all = held.toByteArray();
      int whole = all.length - unfinished(all);
      held.reset();
      held.write(all, whole, all.length - whole);
      return new String(all, 0, whole, StandardCharsets.UTF_8);
    }

    /** How many bytes at the end begin a character that is longer. */
    private static int unfinished(byte[] all) {
      for (int back = 1; back <= Math.min(3, all.length); back++) {
        int lead = all[all.length - back] & 0xFF;
        if (lead >= 0xC0) {
          int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
          return back < wanted ? back : 0;
        } else if (lead < 0x80) {
          return 0;
        }
      }
      return 0;
    }
  }
}
