package dev.ingestion.domain;

/**
 * Names one job; the correlation id {@code job_id} of every log line about it.
 *
 * <p>Matches {@code ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$}; any other text is refused with {@link
 * ErrorCode#INVALID_ARGUMENT}.
 */
public record JobId(String value) {
  public JobId {
    Ids.requireSafe("job id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
