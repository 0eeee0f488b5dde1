package dev.ingestion.adapters.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingestion.adapters.onnx.SessionPool.Work;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.EmbeddingModel;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** all-MiniLM-L6-v2, quantised to eight bits. One text a call: see {@link SessionPool}. */
final class MiniLmEmbeddingModel implements EmbeddingModel {
  private static final EmbeddingSpace SPACE =
      new EmbeddingSpace("all-minilm-l6-v2-q@" + ModelFiles.DIGEST, 384);

  /** One before and one after every text. */
  private static final int ADDED_TOKENS = 2;

  /** The model reads more, but its vectors mean little beyond the length it was trained for. */
  private static final int MAX_TOKENS = 256 - ADDED_TOKENS;

  private final SessionPool sessions;
  private final OnnxConfig config;
  private volatile @Nullable WordPieceTokenizer tokenizer;

  @Inject
  MiniLmEmbeddingModel(SessionPool sessions, OnnxConfig config) {
    this.sessions = sessions;
    this.config = config;
  }

  @Override
  public EmbeddingSpace space() {
    return SPACE;
  }

  @Override
  public int maxTokens() {
    return MAX_TOKENS;
  }

  @Override
  public int parallelism() {
    return config.parallelism();
  }

  @Override
  public int count(String text) {
    return tokenizer().count(text);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<long[]> inputs = texts.stream().map(this::input).toList();
    return sessions.useForEach(
        inputs.stream().<Work<float[]>>map(input -> session -> vector(session, input)).toList());
  }

  private long[] input(String text) {
    long[] tokens = tokenizer().encode(text);
    if (tokens.length > MAX_TOKENS + ADDED_TOKENS) {
      throw new IngestionException(
          ErrorCode.EMBEDDING_INPUT_TOO_LONG,
          "A text of %d tokens cannot be embedded, the model reads %d: cut it in smaller chunks"
              .formatted(tokens.length - ADDED_TOKENS, MAX_TOKENS));
    }
    return tokens;
  }

  private static float[] vector(OrtSession session, long[] tokens) throws OrtException {
    long[] attentionMask = new long[tokens.length];
    Arrays.fill(attentionMask, 1);
    try (OnnxTensor ids = tensor(tokens);
        OnnxTensor mask = tensor(attentionMask);
        OnnxTensor types = tensor(new long[tokens.length]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      OnnxTensor states = (OnnxTensor) result.get(0);
      return unitLength(sum(states.getFloatBuffer(), tokens.length));
    }
  }

  private static OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {1, values.length});
  }

  // Of unit length, the sum over all tokens is the mean. With one text a call, none is padding.
  private static double[] sum(FloatBuffer states, int tokens) {
    double[] sum = new double[SPACE.dimension()];
    for (int token = 0; token < tokens; token++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += states.get();
      }
    }
    return sum;
  }

  private static float[] unitLength(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private WordPieceTokenizer tokenizer() {
    WordPieceTokenizer loaded = tokenizer;
    return loaded != null ? loaded : load();
  }

  private synchronized WordPieceTokenizer load() {
    if (tokenizer == null) {
      try (InputStream file = ModelFiles.open(ModelFiles.TOKENIZER)) {
        tokenizer = new WordPieceTokenizer(Vocabulary.read(file));
      } catch (IOException e) {
        throw new IngestionException(
            ErrorCode.INTERNAL_ERROR, "Cannot load the embedding model's vocabulary: " + e, e);
      }
    }
    return tokenizer;
  }
}
