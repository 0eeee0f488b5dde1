package dev.ingestion.ports.out;

/**
 * This process among those that may work on the same jobs; stands in the history of what it did.
 *
 * @param name for people, for example {@code host-1/4711}; not blank
 */
public record Node(String name) {
  public Node {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A node has a name");
    }
  }
}
