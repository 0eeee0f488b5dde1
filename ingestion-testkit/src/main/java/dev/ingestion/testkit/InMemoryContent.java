package dev.ingestion.testkit;

import dev.ingestion.ports.out.DocumentContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes to be parsed, which know whether somebody still holds a stream of them. */
public final class InMemoryContent implements DocumentContent {
  private final byte[] bytes;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param bytes not changed by anybody afterwards
   */
  public InMemoryContent(byte[] bytes) {
    this.bytes = bytes;
  }

  public static InMemoryContent of(String text) {
    return new InMemoryContent(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    open.incrementAndGet();
    return new ByteArrayInputStream(bytes) {
      private boolean closed;

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
        }
      }
    };
  }

  /** Streams that were opened and are not closed. */
  public int openStreams() {
    return open.get();
  }
}
