package dev.ingestion.benchmarks;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime and nothing else: one session a core, one thread each, given texts that were cut
 * into tokens beforehand. The model is the file that LangChain4j ships.
 */
final class BareOnnx implements AutoCloseable {
  private static final String MODEL = "/all-minilm-l6-v2-q";
  private static final int DIMENSION = 384;
  private static final int MOST_TOKENS = 256;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<OrtSession> sessions = new ArrayList<>();
  private final HuggingFaceTokenizer tokenizer;

  private BareOnnx() throws IOException, OrtException {
    try (InputStream file = open(".onnx");
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      byte[] weights = file.readAllBytes();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      for (int core = 0; core < Cores.ALL; core++) {
        sessions.add(environment.createSession(weights, options));
      }
    }
    try (InputStream file = open("-tokenizer.json")) {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              file,
              Map.of(
                  "truncation",
                  "true",
                  "maxLength",
                  Integer.toString(MOST_TOKENS),
                  "padding",
                  "false"));
    }
  }

  static BareOnnx open() {
    try {
      return new BareOnnx();
    } catch (IOException | OrtException e) {
      throw new IllegalStateException("The bare model cannot be loaded", e);
    }
  }

  private static InputStream open(String suffix) throws IOException {
    InputStream file = BareOnnx.class.getResourceAsStream(MODEL + suffix);
    if (file == null) {
      throw new IOException("There is no " + MODEL + suffix + " on the class path");
    }
    return file;
  }

  /** The tokens of a text, the model's own included. */
  long[] tokens(String text) {
    return tokenizer.encode(text).getIds();
  }

  /**
   * @return the vector of each text, in order
   */
  List<float[]> embed(List<long[]> texts) {
    List<float[]> vectors = new ArrayList<>(Collections.nCopies(texts.size(), new float[0]));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      numbers.add(i);
    }
    Cores.each(
        sessions.size(),
        numbers,
        (thread, number) -> vectors.set(number, vector(sessions.get(thread), texts.get(number))));
    return vectors;
  }

  private float[] vector(OrtSession session, long[] tokens) throws OrtException {
    long[] ones = new long[tokens.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor ids = tensor(tokens);
        OnnxTensor mask = tensor(ones);
        OnnxTensor types = tensor(new long[tokens.length]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] sum = new float[DIMENSION];
      for (int token = 0; token < tokens.length; token++) {
        for (int i = 0; i < DIMENSION; i++) {
          sum[i] += states.get();
        }
      }
      return sum;
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  @Override
  public void close() {
    try {
      for (OrtSession session : sessions) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("A session cannot be closed", e);
    } finally {
      tokenizer.close();
    }
  }
}
