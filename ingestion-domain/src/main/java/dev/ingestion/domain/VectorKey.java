package dev.ingestion.domain;

/**
 * Names a vector: a hash of the embedding space and the very text that was embedded. Two chunks
 * with the same key have the same vector, whatever document, generation or index they stand in.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record VectorKey(String hex) {
  public VectorKey {
    Ids.requireHex("A vector key", hex, 32);
  }

  public static VectorKey of(EmbeddingSpace space, String embeddedText) {
    return new VectorKey(
        new Digest().add(space.name()).add(space.dimension()).add(embeddedText).hex(16));
  }

  @Override
  public String toString() {
    return hex;
  }
}
