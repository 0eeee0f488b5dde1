package dev.ingestion.ports.out;

import dev.ingestion.domain.Generation;
import java.util.List;

/**
 * What is to be changed in one visible generation of a damaged index.
 *
 * @param taken entries as {@link IndexSnapshot#ofGeneration} shows them; every one that is equal to
 *     one of these goes
 * @param put entries of this generation that come, visible
 */
public record IndexMend(Generation generation, List<IndexedChunk> taken, List<IndexEntry> put) {
  public IndexMend {
    taken = List.copyOf(taken);
    put = List.copyOf(put);
  }
}
