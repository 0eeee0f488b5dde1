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
 * a job is as long as a test needs it, and ends when the test says so. Other texts take {@link
 * #PACE} milliseconds on an average, until then as well.
 */
public final class SlowModel implements EmbeddingModel {
  public static final String GATE = "ingestion.test.gate";

  public static final String PACE = "ingestion.test.pace";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private final HashingEmbeddingModel model = new HashingEmbeddingModel();
  private final long paceNanos = TimeUnit.MILLISECONDS.toNanos(Long.getLong(PACE, 0));
  private final Path gate = Path.of(System.getProperty(GATE, "gate"));

  @Inject
  SlowModel() {}

  @Override
  public List<float[]> embed(List<String> texts) {
    for (String text : texts) {
      long wanted = text.contains("slow") ? PAUSE_NANOS : (long) (paceNanos * 2 * share(text));
      long end = System.nanoTime() + wanted;
      while (wanted > 0 && System.nanoTime() - end < 0 && !Files.exists(gate)) {
        LockSupport.parkNanos(Math.min(wanted, PAUSE_NANOS / 100));
      }
    }
    return model.embed(texts);
  }

  /** From 0 to 1, and always the same for a text. */
  private static double share(String text) {
    return Math.floorMod(text.hashCode(), 1_000) / 1_000.0;
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
