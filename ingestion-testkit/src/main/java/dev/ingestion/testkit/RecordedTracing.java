package dev.ingestion.testkit;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the spans that are begun, and refuses what nobody may do: to say something of a span that
 * has ended, or to leave one that the thread is not in. Thread-safe.
 */
public final class RecordedTracing implements Tracing {
  private final List<RecordedSpan> spans = new CopyOnWriteArrayList<>();

  @SuppressWarnings("ThreadLocalUsage") // what a thread is in differs from one to another of these
  private final ThreadLocal<@Nullable RecordedSpan> current = new ThreadLocal<>();

  /** All that were begun, in their order. */
  public List<RecordedSpan> spans() {
    return List.copyOf(spans);
  }

  /** Those of a name. */
  public List<RecordedSpan> spans(String name) {
    return spans.stream().filter(span -> span.name.equals(name)).toList();
  }

  @Override
  public Span begin(String name) {
    return add(new RecordedSpan(name, current.get(), null));
  }

  /** Headers are not looked at. */
  @Override
  public Span request(String name, Headers headers) {
    return add(new RecordedSpan(name, null, null));
  }

  @Override
  public Span run(Span asked, Span previous) {
    return add(new RecordedSpan("job", recorded(asked), recorded(previous)));
  }

  @Override
  public Span current() {
    RecordedSpan span = current.get();
    return span == null ? NoSpan.INSTANCE : span;
  }

  private RecordedSpan add(RecordedSpan span) {
    spans.add(span);
    return span;
  }

  private static @Nullable RecordedSpan recorded(Span span) {
    return span instanceof RecordedSpan recorded ? recorded : null;
  }

  /** A span, and what was said of it. */
  public final class RecordedSpan implements Span {
    private final String name;
    private final @Nullable RecordedSpan parent;
    private final @Nullable RecordedSpan previous;
    private final Map<SpanAttribute, Object> attributes = new EnumMap<>(SpanAttribute.class);
    private @Nullable ErrorCode failure;
    private boolean ended;

    private RecordedSpan(
        String name, @Nullable RecordedSpan parent, @Nullable RecordedSpan previous) {
      this.name = name;
      this.parent = parent;
      this.previous = previous;
    }

    public String name() {
      return name;
    }

    /** What it is a part of; null if of nothing. */
    public @Nullable RecordedSpan parent() {
      return parent;
    }

    /** The run that it is linked to; null if to none. */
    public @Nullable RecordedSpan previous() {
      return previous;
    }

    public synchronized @Nullable Object get(SpanAttribute attribute) {
      return attributes.get(attribute);
    }

    /** How it failed; null if it did not. */
    public synchronized @Nullable ErrorCode failure() {
      return failure;
    }

    public synchronized boolean isEnded() {
      return ended;
    }

    @Override
    public Span put(SpanAttribute attribute, String value) {
      return keep(attribute, value);
    }

    @Override
    public Span put(SpanAttribute attribute, long value) {
      return keep(attribute, value);
    }

    private synchronized Span keep(SpanAttribute attribute, Object value) {
      requireOpen();
      attributes.put(attribute, value);
      return this;
    }

    @Override
    public synchronized void fail(ErrorCode code) {
      requireOpen();
      failure = code;
    }

    @Override
    public Scope enter() {
      Thread thread = Thread.currentThread();
      RecordedSpan before = current.get();
      current.set(this);
      return () -> {
        if (!Objects.equals(Thread.currentThread(), thread) || current.get() != this) {
          throw new AssertionError("Left by a thread that is not in it: " + this);
        }
        current.set(before);
      };
    }

    @Override
    public synchronized void end() {
      ended = true;
    }

    private void requireOpen() {
      if (ended) {
        throw new AssertionError("It has ended: " + this);
      }
    }

    @Override
    public String toString() {
      return (parent == null ? "" : parent + " > ") + name;
    }
  }
}
