package dev.ingestion.adapters.onnx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The files of the model, which the build puts beside these classes. */
final class ModelFiles {
  static final String WEIGHTS = "all-minilm-l6-v2-q.onnx";
  static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

  /** First digits of the SHA-256 of both files, weights first. */
  static final String DIGEST = "6ea94d8f890e";

  private ModelFiles() {}

  static InputStream open(String name) throws IOException {
    InputStream file = ModelFiles.class.getResourceAsStream(name);
    if (file == null) {
      throw new FileNotFoundException(name + " is missing from the class path");
    }
    return file;
  }
}
