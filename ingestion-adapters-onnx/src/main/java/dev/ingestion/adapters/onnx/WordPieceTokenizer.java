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
    while (words.next()) {
      if (!addPieces(words, tokens)) {
        tokens.add(vocabulary.unknown());
      }
    }
  }

  /**
   * @return false, with nothing added, if the word is unknown
   */
  private boolean addPieces(Words words, Tokens tokens) {
    char[] letters = words.letters();
    int length = words.length();
    if (length > LONGEST_WORD && Character.codePointCount(letters, 0, length) > LONGEST_WORD) {
      return false;
    }
    int before = tokens.size();
    int start = 0;
    while (start < length) {
      int piece = start == 0 ? Vocabulary.BEGINNING : Vocabulary.CONTINUATION;
      int token = Vocabulary.ABSENT;
      for (int end = start; end < length && piece != Vocabulary.ABSENT; ) {
        piece = vocabulary.longer(piece, letters[end++]);
        int found = vocabulary.token(piece);
        if (found != Vocabulary.ABSENT) {
          token = found;
          start = end;
        }
      }
      if (token == Vocabulary.ABSENT) {
        tokens.truncate(before);
        return false;
      }
      tokens.add(token);
    }
    return true;
  }
}
