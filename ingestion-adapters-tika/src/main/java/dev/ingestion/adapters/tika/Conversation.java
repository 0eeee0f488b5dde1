package dev.ingestion.adapters.tika;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One document's way through a parser process. A thread of its own talks with the process, for
 * nothing but the process's death ends a read; whoever waits for the answer looks at the limits.
 */
final class Conversation implements Callable<ParsedDocument> {
  /** For a machine that is very busy: it takes a second. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final ParserChild child;
  private final String name;
  private final DocumentContent content;
  private final TikaConfig limits;
  private final @Nullable Map<String, String> correlation = MDC.getCopyOfContextMap();

  private final long begun = System.nanoTime();
  private volatile boolean accepted;
  private volatile long acceptedAt;
  private volatile long lastSign;

  Conversation(ParserChild child, String name, DocumentContent content, TikaConfig limits) {
    this.child = child;
    this.name = name;
    this.content = content;
    this.limits = limits;
  }

  /**
   * @throws IOException if the process does not answer as it should: it is dead, or out of its mind
   * @throws IngestionException if there is no document to be had
   */
  @Override
  public ParsedDocument call() throws IOException {
    if (correlation != null) {
      MDC.setContextMap(correlation);
    }
    try {
      child.begin();
      child.awaitReady();
      byte[] hint = name.getBytes(StandardCharsets.UTF_8);
      child.out().write(Frame.Type.DOCUMENT, hint, Math.min(hint.length, Frame.LARGEST));
      expect(Frame.Type.ACCEPTED, next());
      acceptedAt = System.nanoTime();
      lastSign = acceptedAt;
      accepted = true;
      send();
      return answer();
    } finally {
      MDC.clear();
    }
  }

  /** Whether the document has reached the process; before that, nothing is its fault. */
  boolean isAccepted() {
    return accepted;
  }

  /** Nanoseconds until the next limit is reached; none or less if one was. */
  long patience() {
    long now = System.nanoTime();
    if (!accepted) {
      return begun + START_TIMEOUT.toNanos() - now;
    }
    return Math.min(untilTimeout(now), lastSign + limits.stallTimeout().toNanos() - now);
  }

  /** Nanoseconds after which to look again: the limits change when the document is accepted. */
  long pause() {
    long shortest = Math.min(limits.timeout().toNanos(), limits.stallTimeout().toNanos());
    return Math.min(patience(), shortest);
  }

  /** Says which limit was reached. */
  IngestionException overdue() {
    String what =
        untilTimeout(System.nanoTime()) <= 0
            ? "after %s (parser.timeout)".formatted(Durations.inWords(limits.timeout()))
            : "after %s without progress (parser.stall-timeout)"
                .formatted(Durations.inWords(limits.stallTimeout()));
    return new IngestionException(ErrorCode.PARSE_TIMEOUT, "Given up " + what);
  }

  private long untilTimeout(long now) {
    return acceptedAt + limits.timeout().toNanos() - now;
  }

  private void send() throws IOException {
    try (InputStream source = open()) {
      byte[] buffer = new byte[Frame.LARGEST];
      long sent = 0;
      for (int read = read(source, buffer); read > 0; read = read(source, buffer)) {
        sent += read;
        if (sent > limits.maxInput().bytes()) {
          throw tooLarge(limits);
        }
        child.out().write(Frame.Type.CONTENT, buffer, read);
        lastSign = System.nanoTime();
      }
      child.out().write(Frame.Type.END);
    } catch (IngestionException e) {
      child.out().write(Frame.Type.ABORT);
      child.end();
      throw e;
    }
  }

  static IngestionException tooLarge(TikaConfig limits) {
    return new IngestionException(
        ErrorCode.PARSE_LIMIT_EXCEEDED,
        "Given up: it has more than %s; parser.max-input allows no more"
            .formatted(limits.maxInput()));
  }

  private InputStream open() {
    try {
      return content.open();
    } catch (IOException e) {
      throw ParseFailures.unreadable(e);
    }
  }

  private static int read(InputStream source, byte[] buffer) {
    try {
      return source.readNBytes(buffer, 0, buffer.length);
    } catch (IOException e) {
      throw ParseFailures.unreadable(e);
    }
  }

  private ParsedDocument answer() throws IOException {
    Frame first = next();
    if (first.type() == Frame.Type.REFUSAL) {
      Refusal refusal = Refusal.decode(first.payload());
      if (!refusal.worn()) {
        child.end();
      }
      throw refusal.exception();
    }
    ResultStream result = new ResultStream(first, limits.maxOutput(), this::next);
    ParsedDocument document = DocumentCodec.read(new DataInputStream(result), limits.maxOutput());
    expect(Frame.Type.DONE, next());
    child.end();
    return document;
  }

  /** The next frame that is part of the answer; those that are not say that it goes on. */
  private Frame next() throws IOException {
    while (true) {
      Frame frame = child.read();
      lastSign = System.nanoTime();
      switch (frame.type()) {
        case PROGRESS -> {}
        case LOG -> ForwardedLog.log(frame);
        default -> {
          return frame;
        }
      }
    }
  }

  private static void expect(Frame.Type expected, Frame frame) throws IOException {
    if (frame.type() != expected) {
      throw new Frame.GarbledException("%s instead of %s".formatted(frame.type(), expected));
    }
  }
}
