package dev.ingestion.adapters.rest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A server-sent event, encoded once for all streams that carry it. */
final class Event {
  /** Keeps connections from looking dead, and finds those that are. */
  static final Event HEARTBEAT = new Event(0, null, true, utf8(": heartbeat\n\n"));

  private final long number;
  private final @Nullable String kb;
  private final boolean progress;
  private final byte[] encoded;

  private Event(long number, @Nullable String kb, boolean progress, byte[] encoded) {
    this.number = number;
    this.kb = kb;
    this.progress = progress;
    this.encoded = encoded;
  }

  /**
   * @param data without line breaks
   */
  static Event of(
      String id, long number, String type, @Nullable String kb, boolean progress, String data) {
    return new Event(
        number, kb, progress, utf8("id: %s\nevent: %s\ndata: %s\n\n".formatted(id, type, data)));
  }

  /** Grows by one with every change; that of a snapshot is the last change's in it. */
  long number() {
    return number;
  }

  /** The knowledge base it is about; null for all. */
  @Nullable String kb() {
    return kb;
  }

  /** Whether nothing but counts changed. */
  boolean progress() {
    return progress;
  }

  /** Never changed by anybody. */
  byte[] encoded() {
    return encoded;
  }

  boolean isHeartbeat() {
    return this == HEARTBEAT;
  }

  /** Whether nobody misses this event who gets the other, later one. */
  boolean isSupersededBy(Event later) {
    return progress && kb != null && kb.equals(later.kb);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
