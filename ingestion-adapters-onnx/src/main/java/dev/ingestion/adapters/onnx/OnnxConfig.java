package dev.ingestion.adapters.onnx;

/**
 * How the model runs.
 *
 * @param threads how many texts are embedded at once, each on one thread; 0 for as many as there
 *     are cores
 */
public record OnnxConfig(int threads) {
  private static final int MOST = 256;

  public OnnxConfig {
    if (threads < 0 || threads > MOST) {
      throw new IllegalArgumentException(
          "threads must be between 0 and %d, 0 for as many as there are cores: %d"
              .formatted(MOST, threads));
    }
  }

  int parallelism() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
