package dev.ingestion.domain.job;

/**
 * What became of the chunks of a job.
 *
 * @param queued enqueued by this job so far
 * @param embedded given to the embedding model (a vector taken from the index does not count)
 * @param indexed acknowledged: durable in the index
 * @param dead given up
 */
public record ChunkCounts(long queued, long embedded, long indexed, long dead) {
  public static final ChunkCounts ZERO = new ChunkCounts(0, 0, 0, 0);
}
