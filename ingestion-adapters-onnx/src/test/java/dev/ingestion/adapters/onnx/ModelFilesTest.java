package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ModelFilesTest {
  @Test
  void theDigestIsThatOfTheFilesThatTheBuildUnpacked() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (String name : new String[] {ModelFiles.WEIGHTS, ModelFiles.TOKENIZER}) {
      try (InputStream file = ModelFiles.open(name)) {
        sha256.update(file.readAllBytes());
      }
    }

    assertThat(HexFormat.of().formatHex(sha256.digest())).startsWith(ModelFiles.DIGEST);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> ModelFiles.open("other.onnx").close())
        .withMessageContaining("other.onnx");
  }
}
