package dev.ingestion.ports.out;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a producer adds to ledger and queue in one transaction.
 *
 * @param opened generations that begin with this work
 * @param batches chunks to embed, each of generations opened here or earlier by the same lease
 * @param sealed generations that are whole with this work
 */
public record StagedWork(List<Opened> opened, List<NewBatch> batches, List<Sealed> sealed) {
  public StagedWork {
    opened = List.copyOf(opened);
    batches = List.copyOf(batches);
    sealed = List.copyOf(sealed);
  }

  /**
   * A document's new content begins to be enqueued. It becomes the document's {@code pending}; a
   * generation that was pending before is retired.
   *
   * @param generation from {@link DocumentLedger#reserveGenerations}
   * @param stamp null if it is not to be trusted
   */
  public record Opened(
      Generation generation,
      String path,
      Revision revision,
      PipelineFingerprint fingerprint,
      String contentHash,
      @Nullable String stamp,
      String title,
      String mediaType) {}

  /** Chunks that wait to be embedded together. */
  public record NewBatch(List<WorkItem> items) {
    public NewBatch {
      items = List.copyOf(items);
    }
  }

  /**
   * All chunks of a generation are enqueued.
   *
   * @param chunkIds of all its chunks, in their order
   */
  public record Sealed(Generation generation, List<ChunkId> chunkIds) {
    public Sealed {
      chunkIds = List.copyOf(chunkIds);
    }
  }
}
