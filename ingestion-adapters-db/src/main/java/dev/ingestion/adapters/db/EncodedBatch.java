package dev.ingestion.adapters.db;

import dev.ingestion.ports.out.WorkItem;
import java.util.List;

/**
 * A batch as it is stored. Made before a transaction begins: nobody is to wait for the encoding.
 */
final class EncodedBatch {
  private final int chunks;
  private final byte[] payload;

  private EncodedBatch(int chunks, byte[] payload) {
    this.chunks = chunks;
    this.payload = payload;
  }

  static EncodedBatch of(List<WorkItem> items) {
    return new EncodedBatch(items.size(), BatchCodec.encode(items));
  }

  int chunks() {
    return chunks;
  }

  /** Not a copy. */
  byte[] payload() {
    return payload;
  }
}
