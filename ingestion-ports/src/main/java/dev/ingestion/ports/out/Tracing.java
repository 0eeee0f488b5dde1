package dev.ingestion.ports.out;

import dev.ingestion.domain.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine and the ways into it tell what is done within what: each piece of work is a span
 * with a beginning and an end, and the spans of what belongs together are a trace. Called once a
 * request, a run of a job, a document or a batch, never once a chunk.
 *
 * <p>Thread-safe. Waits for nothing and throws nothing: what cannot be traced costs no work. Where
 * nothing is traced every span is {@link NoSpan}, and the calls do nothing.
 *
 * <p>Not offered: content. What is said of a span are ids, paths, counts and codes, never a text.
 */
public interface Tracing {
  /**
   * Begins a part of what this thread is in. If it is in nothing, a trace begins.
   *
   * @param name one of a few, whatever is ingested
   */
  Span begin(String name);

  /**
   * Begins what somebody asked for from outside: a part of the trace that its headers name, as W3C
   * Trace Context has it, or a trace of its own.
   *
   * @param name one of a few, whatever is asked for
   */
  Span request(String name, Headers headers);

  /**
   * Begins a run of a job. What there can be within it is limited.
   *
   * @param asked the span in which it was asked for, of which it is a part; {@link NoSpan} if
   *     nobody's, then a trace begins
   * @param previous the run that it continues, which is linked; {@link NoSpan} if it is the first
   */
  Span run(Span asked, Span previous);

  /** What this thread is in; {@link NoSpan} if it is in nothing. */
  Span current();

  /** The headers of a request. */
  @FunctionalInterface
  interface Headers {
    /**
     * @param name in any case
     * @return null if it has none of that name
     */
    @Nullable String get(String name);
  }

  /** A piece of work. Begun by {@link Tracing}, and ended once by whoever had it begun. */
  interface Span {
    Span put(SpanAttribute attribute, String value);

    Span put(SpanAttribute attribute, long value);

    /** Says that the work failed. */
    void fail(ErrorCode code);

    /**
     * Has this thread be in it: what it begins is a part of this, and the lines that it logs name
     * it. To be closed by the same thread, in the opposite order of entering.
     */
    Scope enter();

    /** Nothing is said of it afterwards. Does nothing the second time. */
    void end();
  }

  /** Has the thread be again where it was before. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
