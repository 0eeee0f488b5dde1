package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.domain.chunking.EmbeddingInput;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.WorkItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the vector of each chunk: in the index if its text was embedded before, from the model
 * otherwise. Texts that the model refuses together are given to it in halves, until what it will
 * not take stands alone. Waits for nothing: when to try again is for the caller to say.
 * Thread-safe.
 */
public final class ChunkEmbedder {

  /** Looks up vectors that were made before. */
  @FunctionalInterface
  public interface KnownVectors {
    /**
     * @return those found
     */
    Map<VectorKey, float[]> find(Set<VectorKey> keys);
  }

  /**
   * What came of some chunks; each is in one of the three.
   *
   * @param entries those that have a vector
   * @param embedded how many texts were given to the model and came back as vectors
   * @param refused those whose text failed alone, for a reason that does not pass by itself
   * @param left those that the model was too busy for, or had no more chance to see
   * @param away why it did not; null if none are left
   */
  public record Embedded(
      List<IndexEntry> entries,
      int embedded,
      Map<WorkItem, IngestionException> refused,
      List<WorkItem> left,
      @Nullable IngestionException away) {}

  /**
   * @throws IngestionException EMBEDDING_UNUSABLE if the model cannot run here
   */
  public Embedded embed(EmbeddingModel model, KnownVectors known, List<WorkItem> items) {
    List<VectorKey> keys = new ArrayList<>(items.size());
    Map<VectorKey, String> inputs = new LinkedHashMap<>();
    for (WorkItem item : items) {
      String input = input(model, item);
      VectorKey key = VectorKey.of(model.space(), input);
      keys.add(key);
      inputs.put(key, input);
    }
    Map<VectorKey, float[]> vectors = new HashMap<>(known.find(inputs.keySet()));
    inputs.keySet().removeAll(vectors.keySet());
    int before = vectors.size();
    Attempt attempt = new Attempt(model, vectors);
    attempt.embed(List.copyOf(inputs.entrySet()));

    List<IndexEntry> entries = new ArrayList<>(items.size());
    Map<WorkItem, IngestionException> refused = new LinkedHashMap<>();
    List<WorkItem> left = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      WorkItem item = items.get(i);
      VectorKey key = keys.get(i);
      float[] vector = vectors.get(key);
      IngestionException refusal = attempt.refused.get(key);
      if (vector != null) {
        entries.add(new IndexEntry(item, key, vector));
      } else if (refusal != null) {
        refused.put(item, refusal);
      } else {
        left.add(item);
      }
    }
    return new Embedded(entries, vectors.size() - before, refused, left, attempt.away);
  }

  /** The text that is embedded for a chunk. */
  public static String input(EmbeddingModel model, WorkItem item) {
    return input(model, item.chunk().headings(), item.chunk().text());
  }

  public static String input(EmbeddingModel model, List<String> headings, String text) {
    return EmbeddingInput.of(headings, text, model, model.maxTokens());
  }

  /** One go at a list of texts, with all its splits; a model that is away ends it. */
  private static final class Attempt {
    private final EmbeddingModel model;
    private final Map<VectorKey, float[]> vectors;
    private final Map<VectorKey, IngestionException> refused = new HashMap<>();
    private @Nullable IngestionException away;

    Attempt(EmbeddingModel model, Map<VectorKey, float[]> vectors) {
      this.model = model;
      this.vectors = vectors;
    }

    void embed(List<Map.Entry<VectorKey, String>> texts) {
      if (texts.isEmpty() || away != null) {
        return;
      }
      try {
        List<float[]> found = checked(texts.stream().map(Map.Entry::getValue).toList());
        for (int i = 0; i < texts.size(); i++) {
          vectors.put(texts.get(i).getKey(), found.get(i));
        }
      } catch (IngestionException e) {
        if (e.code() == ErrorCode.EMBEDDING_UNUSABLE) {
          throw e; // no text is to blame, and waiting does not help
        } else if (e.category() == ErrorCategory.TRANSIENT) {
          away = e;
        } else if (texts.size() == 1) {
          refused.put(texts.get(0).getKey(), e);
        } else {
          int half = texts.size() / 2;
          embed(texts.subList(0, half));
          embed(texts.subList(half, texts.size()));
        }
      }
    }

    private List<float[]> checked(List<String> texts) {
      List<float[]> found;
      try {
        found = model.embed(texts);
      } catch (IngestionException e) {
        throw e;
      } catch (RuntimeException | Error e) { // a text that takes all memory costs no thread
        throw new IngestionException(
            ErrorCode.INTERNAL_ERROR, "The embedding model failed: " + e, e);
      }
      if (found == null // a model of somebody else's may give anything
          || found.size() != texts.size()
          || !found.stream().allMatch(this::isUnitVector)) {
        throw new IngestionException(
            ErrorCode.INTERNAL_ERROR,
            "The embedding model gave %d vectors for %d texts, or not vectors of %d floats and unit length"
                .formatted(
                    found == null ? 0 : found.size(), texts.size(), model.space().dimension()));
      }
      return found;
    }

    private boolean isUnitVector(float @Nullable [] vector) {
      if (vector == null) {
        return false;
      }
      double squares = 0;
      for (float value : vector) {
        squares += (double) value * value;
      }
      return vector.length == model.space().dimension() && Math.abs(squares - 1) < 1e-3;
    }
  }
}
