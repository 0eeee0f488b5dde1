package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ByteSize;

/**
 * The processes that parse.
 *
 * @param heap memory for what a process parses; it takes about 100 MB beside
 * @param processes most of them at once; 0 for as many as there are cores
 * @param documentsPerProcess a process that has parsed so many gives way to a new one
 */
public record ParserProcessConfig(ByteSize heap, int processes, int documentsPerProcess) {
  private static final ByteSize SMALLEST_HEAP = ByteSize.ofMegabytes(32);

  public ParserProcessConfig {
    if (heap.bytes() < SMALLEST_HEAP.bytes()) {
      throw new IllegalArgumentException(
          "parser.heap cannot be %s: Tika alone takes %s".formatted(heap, SMALLEST_HEAP));
    }
    if (processes < 0) {
      throw new IllegalArgumentException("parser.processes cannot be " + processes);
    }
    if (documentsPerProcess < 1) {
      throw new IllegalArgumentException(
          "parser.documents-per-process cannot be " + documentsPerProcess);
    }
  }
}
