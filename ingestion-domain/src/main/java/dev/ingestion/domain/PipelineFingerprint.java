package dev.ingestion.domain;

/**
 * Changes whenever the same document would be cut or embedded differently: parser, chunker
 * settings, embedding model. Documents whose fingerprint is another are processed again.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record PipelineFingerprint(String hex) {
  public PipelineFingerprint {
    Ids.requireHex("A pipeline fingerprint", hex, 32);
  }

  @Override
  public String toString() {
    return hex;
  }
}
