package dev.ingestion.adapters.rest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A server-sent event, encoded once for all streams that carry it.
 *
 * @param number grows by one with every change; that of a snapshot is the last change's in it
 * @param kb the knowledge base it is about; null for all
 * @param progress whether nothing but counts changed, so that a later event of the same knowledge
 *     base takes its place
 * @param encoded never changed
 */
record Event(long number, @Nullable String kb, boolean progress, byte[] encoded) {
  /** Keeps connections from looking dead, and finds those that are. */
  static final Event HEARTBEAT = new Event(0, null, true, utf8(": heartbeat\n\n"));

  /**
   * @param data without line breaks
   */
  static Event of(
      String id, long number, String type, @Nullable String kb, boolean progress, String data) {
    return new Event(
        number, kb, progress, utf8("id: %s\nevent: %s\ndata: %s\n\n".formatted(id, type, data)));
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
