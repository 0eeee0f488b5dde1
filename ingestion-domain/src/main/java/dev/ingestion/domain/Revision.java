package dev.ingestion.domain;

/**
 * What a document's content was when it was indexed: a hash of content and fingerprint. It is equal
 * on every run over the same content, unlike a {@link Generation}.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record Revision(String hex) {
  public Revision {
    Ids.requireHex("A revision", hex, 32);
  }

  /**
   * @param contentHash SHA-256 of the document's bytes, in hexadecimal
   */
  public static Revision of(String contentHash, PipelineFingerprint pipeline) {
    return new Revision(new Digest().add(contentHash).add(pipeline.hex()).hex(16));
  }

  @Override
  public String toString() {
    return hex;
  }
}
