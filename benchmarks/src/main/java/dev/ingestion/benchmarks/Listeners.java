package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients who read their event streams to the end, all on one thread and as cheaply as it can be
 * done: what they cost is taken from the same processors as the job.
 */
final class Listeners implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Selector selector;
  private final List<Listener> all = new ArrayList<>();
  private final Thread reader = new Thread(this::read, "listeners");

  private Listeners(Selector selector) {
    this.selector = selector;
  }

  static Listeners open(URI server, String path, int many) {
    try {
      Listeners listeners = new Listeners(Selector.open());
      InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
      byte[] request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n"
              .formatted(path, server.getAuthority())
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < many; i++) {
        Listener listener = new Listener(SocketChannel.open(address));
        listener.channel.write(ByteBuffer.wrap(request));
        listener.channel.configureBlocking(false);
        listener.channel.register(listeners.selector, SelectionKey.OP_READ, listener);
        listeners.all.add(listener);
      }
      listeners.reader.setDaemon(true);
      listeners.reader.start();
      return listeners;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (selector.isOpen()) {
        selector.select(key -> ((Listener) key.attachment()).read(key, buffer));
      }
    } catch (ClosedSelectorException e) {
      return; // closed between two looks
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until all of them have read this.
   *
   * @throws BrokenBenchmarkException if some do not
   */
  void awaitAll(String wanted) {
    byte[] bytes = wanted.getBytes(StandardCharsets.US_ASCII);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (heard(bytes) < all.size() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    BrokenBenchmarkException.require("streams that said " + wanted, all.size(), heard(bytes));
  }

  private long heard(byte[] wanted) {
    return all.stream().filter(each -> each.heard(wanted)).count();
  }

  @Override
  public void close() {
    try {
      for (Listener each : all) {
        each.channel.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what came last, which is enough to see how it ended. */
  private static final class Listener {
    private static final int KEPT = 2_048;

    final SocketChannel channel;
    private final byte[] last = new byte[KEPT];
    private int filled;

    Listener(SocketChannel channel) {
      this.channel = channel;
    }

    synchronized void read(SelectionKey key, ByteBuffer buffer) {
      try {
        if (channel.read(buffer.clear()) < 0) {
          key.cancel();
          return;
        }
        keep(buffer.flip());
      } catch (IOException e) {
        key.cancel(); // it is missed when all are asked what they have heard
      }
    }

    private void keep(ByteBuffer came) {
      int fresh = Math.min(came.remaining(), KEPT);
      int old = Math.min(filled, KEPT - fresh);
      System.arraycopy(last, filled - old, last, 0, old);
      came.position(came.limit() - fresh).get(last, old, fresh);
      filled = old + fresh;
    }

    synchronized boolean heard(byte[] wanted) {
      for (int i = 0; i + wanted.length <= filled; i++) {
        if (Arrays.equals(last, i, i + wanted.length, wanted, 0, wanted.length)) {
          return true;
        }
      }
      return false;
    }
  }
}
