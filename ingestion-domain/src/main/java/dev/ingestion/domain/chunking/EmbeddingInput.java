package dev.ingestion.domain.chunking;

import java.util.List;

/**
 * The text that is embedded for a chunk: its headings, as far as they fit, then its own text. The
 * headings say what the chunk is about where its own words do not.
 */
public final class EmbeddingInput {
  private EmbeddingInput() {}

  /**
   * @param headings outermost first; outer ones are left out first if not all fit
   * @param text is always taken whole
   * @param maxTokens most tokens that the model reads, without those it adds itself
   */
  public static String of(List<String> headings, String text, TokenCounter tokens, int maxTokens) {
    for (int from = 0; from < headings.size(); from++) {
      String input = String.join(" > ", headings.subList(from, headings.size())) + "\n" + text;
      if (tokens.count(input) <= maxTokens) {
        return input;
      }
    }
    return text;
  }
}
