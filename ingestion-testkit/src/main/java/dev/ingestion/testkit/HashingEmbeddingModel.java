package dev.ingestion.testkit;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A model that needs no weights: every word adds 1 or -1 to the dimension that its hash names, so
 * that texts with common words are near each other. A token is a word or a punctuation mark.
 *
 * <p>Fast and deterministic; as thread-safe as the port asks.
 */
public final class HashingEmbeddingModel implements EmbeddingModel {
  private static final Pattern TOKEN =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|[^\\p{L}\\p{M}\\p{N}\\s]");

  private final int dimension;
  private final int maxTokens;
  private final AtomicLong embedded = new AtomicLong();

  /** A model of 64 dimensions that reads 256 tokens. */
  public HashingEmbeddingModel() {
    this(64, 256);
  }

  public HashingEmbeddingModel(int dimension, int maxTokens) {
    this.dimension = dimension;
    this.maxTokens = maxTokens;
  }

  @Override
  public EmbeddingSpace space() {
    return new EmbeddingSpace("hashing-" + dimension, dimension);
  }

  @Override
  public int maxTokens() {
    return maxTokens;
  }

  @Override
  public int parallelism() {
    return 2;
  }

  @Override
  public int count(String text) {
    return (int) TOKEN.matcher(text).results().count();
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      vectors.add(embed(text));
    }
    embedded.addAndGet(texts.size());
    return vectors;
  }

  /** Texts embedded so far, for tests that ask whether work was done or saved. */
  public long embedded() {
    return embedded.get();
  }

  private float[] embed(String text) {
    int tokens = count(text);
    if (tokens > maxTokens) {
      throw new IngestionException(
          ErrorCode.EMBEDDING_INPUT_TOO_LONG,
          "A text of %d tokens cannot be embedded by a model that reads %d"
              .formatted(tokens, maxTokens));
    }
    float[] vector = new float[dimension];
    TOKEN
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .forEach(
            word -> {
              int hash = spread(word.hashCode());
              vector[Math.floorMod(hash, dimension)] += hash >= 0 ? 1 : -1;
            });
    return normalized(vector);
  }

  /** Makes words that differ in one letter differ in every bit. */
  private static int spread(int hash) {
    int spread = (hash ^ hash >>> 16) * 0x85EBCA6B;
    spread = (spread ^ spread >>> 13) * 0xC2B2AE35;
    return spread ^ spread >>> 16;
  }

  private static float[] normalized(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += component * component;
    }
    if (squares == 0) {
      vector[0] = 1;
      return vector;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }
}
