package dev.ingestion.adapters.onnx;

/**
 * Cuts text into the tokens of BERT's uncased models: words as {@link Words} sees them, each in the
 * longest pieces that the vocabulary has, from the left. Thread-safe.
 *
 * <p>Text is only ever text: a document that contains {@code [SEP]} gets the tokens of these five
 * characters and not the token that ends an input.
 */
final class WordPieceTokenizer {
  /** Longer words count as unknown. */
  private static final int LONGEST_WORD = 100;

  private final Vocabulary vocabulary;

  WordPieceTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Counts the tokens of the text alone, without those that begin and end an input. */
  int count(String text) {
    Tokens tokens = new Tokens();
    addAll(text, tokens);
    return tokens.size();
  }

  /**
   * @return the tokens of the text between those that begin and end an input
   */
  long[] encode(String text) {
    Tokens tokens = new Tokens();
    tokens.add(vocabulary.first());
    addAll(text, tokens);
    tokens.add(vocabulary.last());
    return tokens.toArray();
  }

  private void addAll(String text, Tokens tokens) {
    Words words = new Words(text);
    for (String word = words.next(); word != null; word = words.next()) {
      add(word, tokens);
    }
  }

  private void add(String word, Tokens tokens) {
    int before = tokens.size();
    boolean known = word.codePointCount(0, word.length()) <= LONGEST_WORD;
    for (int start = 0; known && start < word.length(); ) {
      int end = word.length();
      int token = vocabulary.find(word, start, end);
      while (token == Vocabulary.ABSENT && end > start + 1) {
        end--;
        token = vocabulary.find(word, start, end);
      }
      known = token != Vocabulary.ABSENT;
      if (known) {
        tokens.add(token);
      }
      start = end;
    }
    if (!known) {
      tokens.truncate(before);
      tokens.add(vocabulary.unknown());
    }
  }
}
