package dev.ingestion.domain;

/**
 * Where vectors are comparable: vectors of two spaces never meet in one index.
 *
 * @param name names the model and its exact weights, for example {@code all-minilm-l6-v2-q@5d1e…}
 * @param dimension floats in a vector
 */
public record EmbeddingSpace(String name, int dimension) {
  public EmbeddingSpace {
    if (name.isBlank() || dimension < 1) {
      throw new IllegalArgumentException("Not an embedding space: " + name + ", " + dimension);
    }
  }
}
