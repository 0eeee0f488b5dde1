package dev.ingestion.app.slow;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.HashingEmbeddingModel;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes its time for every text that says "slow", until the file that {@link #GATE} names is there:
 * a job is as long as a test needs it, and ends when the test says so.
 */
public final class SlowModel implements EmbeddingModel {
  public static final String GATE = "ingestion.test.gate";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private final HashingEmbeddingModel model = new HashingEmbeddingModel();
  private final Path gate = Path.of(System.getProperty(GATE, "gate"));

  @Inject
  SlowModel() {}

  @Override
  public List<float[]> embed(List<String> texts) {
    for (String text : texts) {
      long end = System.nanoTime() + PAUSE_NANOS;
      while (text.contains("slow") && System.nanoTime() - end < 0 && !Files.exists(gate)) {
        LockSupport.parkNanos(PAUSE_NANOS / 100);
      }
    }
    return model.embed(texts);
  }

  @Override
  public EmbeddingSpace space() {
    return model.space();
  }

  @Override
  public int maxTokens() {
    return model.maxTokens();
  }

  @Override
  public int parallelism() {
    return model.parallelism();
  }

  @Override
  public int count(String text) {
    return model.count(text);
  }
}
