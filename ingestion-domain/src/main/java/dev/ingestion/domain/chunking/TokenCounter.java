package dev.ingestion.domain.chunking;

/**
 * Counts a text in the tokens of the model that will embed it. Implementations are thread-safe and
 * deterministic.
 */
@FunctionalInterface
public interface TokenCounter {
  /**
   * @return tokens of the text alone, without those that a model adds around it; 0 for a blank text
   */
  int count(String text);
}
