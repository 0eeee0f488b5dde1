package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.domain.chunking.EmbeddingInput;
import dev.ingestion.domain.retry.RetryPolicy;
import dev.ingestion.domain.retry.StepOutcome;
import dev.ingestion.domain.retry.StepOutcome.RetryAfter;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the vector of each chunk: in the index if its text was embedded before, from the model
 * otherwise. A text that the model will not take stands alone in the end and fails alone.
 * Thread-safe.
 */
public final class ChunkEmbedder {
  private static final Logger log = LoggerFactory.getLogger(ChunkEmbedder.class);

  private final RetryPolicy retries;
  private final RandomGenerator random;

  public ChunkEmbedder(RetryPolicy retries, RandomGenerator random) {
    this.retries = retries;
    this.random = random;
  }

  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Pause {
    /**
     * @return false if the caller is to stop instead of trying again
     */
    boolean elapse(Duration delay);
  }

  /** Looks up vectors that were made before. */
  @FunctionalInterface
  public interface KnownVectors {
    /**
     * @return those found
     */
    Map<VectorKey, float[]> find(Set<VectorKey> keys);
  }

  /**
   * What came of some chunks.
   *
   * @param embedded how many texts were given to the model
   */
  public record Embedded(List<IndexEntry> entries, int embedded, List<Failure> failures) {}

  /**
   * @throws IngestionException of category TRANSIENT if the model stays away beyond all retries; no
   *     chunk is to blame then
   */
  public Embedded embed(
      EmbeddingModel model, KnownVectors known, List<WorkItem> items, Pause pause) {
    Map<WorkItem, VectorKey> keys = new HashMap<>();
    Map<VectorKey, String> inputs = new LinkedHashMap<>();
    for (WorkItem item : items) {
      String input = input(model, item);
      VectorKey key = VectorKey.of(model.space(), input);
      keys.put(item, key);
      inputs.put(key, input);
    }
    Map<VectorKey, float[]> vectors = new HashMap<>(known.find(inputs.keySet()));
    inputs.keySet().removeAll(vectors.keySet());
    Map<VectorKey, IngestionException> refused = new HashMap<>();
    Attempt attempt = new Attempt(model, pause, vectors, refused);
    attempt.embed(List.copyOf(inputs.entrySet()));

    List<IndexEntry> entries = new ArrayList<>(items.size());
    List<Failure> failures = new ArrayList<>();
    for (WorkItem item : items) {
      VectorKey key = keys.get(item);
      float[] vector = vectors.get(key);
      IngestionException refusal = refused.get(key);
      if (vector != null && key != null) {
        entries.add(new IndexEntry(item, key, vector));
      } else if (refusal != null) {
        failures.add(
            new Failure(
                item.generation(),
                item.chunk().ordinal(),
                refusal.code(),
                String.valueOf(refusal.getMessage())));
      }
    }
    return new Embedded(entries, inputs.size() - refused.size(), failures);
  }

  /** The text that is embedded for a chunk. */
  public static String input(EmbeddingModel model, WorkItem item) {
    return input(model, item.chunk().headings(), item.chunk().text());
  }

  public static String input(EmbeddingModel model, List<String> headings, String text) {
    return EmbeddingInput.of(headings, text, model, model.maxTokens());
  }

  /** One go at a list of texts, with all its retries and splits. */
  private final class Attempt {
    private final EmbeddingModel model;
    private final Pause pause;
    private final Map<VectorKey, float[]> vectors;
    private final Map<VectorKey, IngestionException> refused;

    Attempt(
        EmbeddingModel model,
        Pause pause,
        Map<VectorKey, float[]> vectors,
        Map<VectorKey, IngestionException> refused) {
      this.model = model;
      this.pause = pause;
      this.vectors = vectors;
      this.refused = refused;
    }

    void embed(List<Map.Entry<VectorKey, String>> texts) {
      if (texts.isEmpty()) {
        return;
      }
      try {
        List<float[]> found = embedPatiently(texts.stream().map(Map.Entry::getValue).toList());
        for (int i = 0; i < texts.size(); i++) {
          vectors.put(texts.get(i).getKey(), found.get(i));
        }
      } catch (IngestionException e) {
        if (e.category() == ErrorCategory.TRANSIENT) {
          throw e;
        }
        if (texts.size() == 1) {
          log.warn("A chunk cannot be embedded", e);
          refused.put(texts.get(0).getKey(), e);
        } else {
          int half = texts.size() / 2;
          embed(texts.subList(0, half));
          embed(texts.subList(half, texts.size()));
        }
      }
    }

    private List<float[]> embedPatiently(List<String> texts) {
      for (int failed = 1; ; failed++) {
        try {
          return checked(texts);
        } catch (IngestionException e) {
          boolean alone = texts.size() == 1 || e.category() == ErrorCategory.TRANSIENT;
          boolean again =
              alone
                  && StepOutcome.failed(e, failed, retries, random) instanceof RetryAfter retry
                  && pause.elapse(retry.delay());
          if (!again) {
            throw e;
          }
          log.warn("Embedding failed, trying again: {}", e.getMessage());
        }
      }
    }

    private List<float[]> checked(List<String> texts) {
      List<float[]> found;
      try {
        found = model.embed(texts);
      } catch (IngestionException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new IngestionException(
            ErrorCode.INTERNAL_ERROR, "The embedding model failed: " + e, e);
      }
      boolean sound = found.size() == texts.size() && found.stream().allMatch(this::isUnitVector);
      if (!sound) {
        throw new IngestionException(
            ErrorCode.INTERNAL_ERROR,
            "The embedding model gave %d vectors for %d texts, or not vectors of %d floats and unit length"
                .formatted(found.size(), texts.size(), model.space().dimension()));
      }
      return found;
    }

    private boolean isUnitVector(float[] vector) {
      double squares = 0;
      for (float value : vector) {
        squares += (double) value * value;
      }
      return vector.length == model.space().dimension() && Math.abs(squares - 1) < 1e-3;
    }
  }
}
