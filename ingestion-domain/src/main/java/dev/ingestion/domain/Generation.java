package dev.ingestion.domain;

/**
 * One enqueued content of one document: a number from the database that is never used again, in
 * ascending order of time for one document.
 *
 * @param number at least 1
 */
public record Generation(long number) implements Comparable<Generation> {
  public Generation {
    if (number < 1) {
      throw new IllegalArgumentException("A generation is at least 1: " + number);
    }
  }

  @Override
  public int compareTo(Generation other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
