package dev.ingestion.adapters.onnx;

import java.util.Arrays;

/** A growing sequence of token ids. */
final class Tokens {
  private long[] ids = new long[64];
  private int size;

  void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
