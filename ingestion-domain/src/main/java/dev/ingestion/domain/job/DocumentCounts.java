package dev.ingestion.domain.job;

/**
 * What became of the documents of a job. Of a completed job {@code seen = indexed + unchanged +
 * skipped + failed}.
 *
 * @param seen listed by the source
 * @param indexed made searchable in a new version by this job
 * @param unchanged already searchable in this version
 * @param skipped without text for us: unsupported type, empty, too large, outside the root
 * @param failed could not be read, parsed or embedded
 * @param removed gone from the source and from the index
 */
public record DocumentCounts(
    long seen, long indexed, long unchanged, long skipped, long failed, long removed) {
  public static final DocumentCounts ZERO = new DocumentCounts(0, 0, 0, 0, 0, 0);

  /** Whether every document seen is accounted for, exactly once. */
  public boolean balanced() {
    return seen == indexed + unchanged + skipped + failed;
  }
}
