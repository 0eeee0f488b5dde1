package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
import java.util.List;

/** Many event streams, read by one thread as soon as something comes. */
final class Listeners implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Selector selector;
  private final List<Listener> all = new ArrayList<>();
  private final Thread reader = new Thread(this::read, "listeners");

  private Listeners(Selector selector) {
    this.selector = selector;
  }

  static Listeners open(URI server, String path, int many) throws IOException {
    Listeners listeners = new Listeners(Selector.open());
    InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n"
            .formatted(path, server.getAuthority())
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < many; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      Listener listener = new Listener(channel);
      listeners.all.add(listener);
      channel.register(listeners.selector, SelectionKey.OP_READ, listener);
    }
    listeners.reader.setDaemon(true);
    listeners.reader.start();
    return listeners;
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

  /** Waits until each of them has heard something. */
  void awaitAll(String text) {
    await()
        .atMost(Served.PATIENCE)
        .untilAsserted(
            () -> assertThat(all.stream().filter(each -> each.heard(text))).hasSize(all.size()));
  }

  /** How many were cut off. */
  long ended() {
    return all.stream().filter(each -> each.ended).count();
  }

  @Override
  public void close() throws IOException {
    for (Listener each : all) {
      each.channel.close();
    }
    selector.close();
  }

  private static final class Listener {
    final SocketChannel channel;
    private final StringBuilder heard = new StringBuilder();
    volatile boolean ended;

    Listener(SocketChannel channel) {
      this.channel = channel;
    }

    synchronized boolean heard(String text) {
      return heard.indexOf(text) >= 0;
    }

    synchronized void read(SelectionKey key, ByteBuffer buffer) {
      try {
        if (channel.read(buffer.clear()) < 0) {
          ended = true;
          key.cancel();
        }
        heard.append(StandardCharsets.UTF_8.decode(buffer.flip()));
      } catch (IOException e) {
        ended = true;
        key.cancel();
      }
    }
  }
}
