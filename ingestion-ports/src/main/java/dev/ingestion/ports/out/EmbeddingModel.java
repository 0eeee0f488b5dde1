package dev.ingestion.ports.out;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.chunking.TokenCounter;
import java.util.List;

/**
 * Turns texts into vectors. Thread-safe. Loads itself when first needed: {@link #space} and {@link
 * #maxTokens} must not load the weights, {@link #count} no more than the tokenizer.
 *
 * <p>Not offered: truncation. A text that is too long is an error, never cut.
 */
public interface EmbeddingModel extends TokenCounter {
  EmbeddingSpace space();

  /** Most tokens of a text, without those that the model adds itself. */
  int maxTokens();

  /** How many calls of {@link #embed} at once make full use of the machine. */
  int parallelism();

  /**
   * The same text has the same vector bit for bit, whatever stands beside it in the list and
   * whatever other threads embed at the same time.
   *
   * @return for each text, in order, a vector of unit length
   * @throws dev.ingestion.domain.IngestionException EMBEDDING_INPUT_TOO_LONG if a text has more
   *     than {@link #maxTokens} tokens; EMBEDDING_UNAVAILABLE if the model is busy or away, a retry
   *     may succeed; EMBEDDING_UNUSABLE if it cannot run on this machine, which fails the job
   */
  List<float[]> embed(List<String> texts);
}
