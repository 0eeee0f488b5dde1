package dev.ingestion.domain.job;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;

/**
 * How urgent a job is: of waiting work that with the highest value is served first.
 *
 * @param value 0 to 9; anything else is refused with {@link ErrorCode#INVALID_ARGUMENT}
 */
public record JobPriority(int value) implements Comparable<JobPriority> {
  public static final JobPriority DEFAULT = new JobPriority(5);

  public JobPriority {
    if (value < 0 || value > 9) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "A priority is a number from 0 to 9: " + value);
    }
  }

  @Override
  public int compareTo(JobPriority other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
