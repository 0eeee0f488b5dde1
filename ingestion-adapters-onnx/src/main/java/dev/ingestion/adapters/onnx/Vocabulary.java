package dev.ingestion.adapters.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The tokens of a model and their numbers, as a tree of their characters: whoever looks for the
 * longest piece of a word sees each character once. Immutable once it was read.
 */
final class Vocabulary {
  static final int ABSENT = -1;

  /** The empty piece, of those that begin a word. */
  static final int BEGINNING = 0;

  /** The empty piece, of those that go on with one. */
  static final int CONTINUATION = 1;

  private static final String CONTINUATION_MARK = "##";

  private static final int INITIAL_CAPACITY = 1 << 10;

  /** A piece and the character behind it, as one number; 0 for none. An open hash table. */
  private long[] links = new long[INITIAL_CAPACITY];

  /** For each link, the piece that is longer by its character. */
  private int[] pieces = new int[INITIAL_CAPACITY];

  /** For each piece, its token. */
  private int[] tokens = new int[INITIAL_CAPACITY / 2];

  private int size = 2;

  private Vocabulary() {
    Arrays.fill(tokens, ABSENT);
  }

  /**
   * @param json a {@code tokenizer.json}, of which only {@code model.vocab} is read
   */
  static Vocabulary read(InputStream json) throws IOException {
    Vocabulary vocabulary = new Vocabulary();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (!"vocab".equals(parser.nextFieldName())) {
        if (parser.currentToken() == null) {
          throw new IOException("No vocabulary in the tokenizer's file");
        }
      }
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        vocabulary.put(parser.currentName(), parser.nextIntValue(ABSENT));
      }
    }
    return vocabulary;
  }

  private void put(String token, int id) {
    boolean continues = token.startsWith(CONTINUATION_MARK);
    int piece = continues ? CONTINUATION : BEGINNING;
    for (int i = continues ? CONTINUATION_MARK.length() : 0; i < token.length(); i++) {
      piece = longerOrNew(piece, token.charAt(i));
    }
    tokens[piece] = id;
  }

  /**
   * @return the piece with a character more, {@link #ABSENT} if no token begins like that
   */
  int longer(int piece, char next) {
    int slot = slot(link(piece, next));
    return links[slot] == 0 ? ABSENT : pieces[slot];
  }

  /**
   * @return the piece's token, {@link #ABSENT} if it is only the beginning of others
   */
  int token(int piece) {
    return piece == ABSENT ? ABSENT : tokens[piece];
  }

  int unknown() {
    return special("[UNK]");
  }

  /** Begins every input. */
  int first() {
    return special("[CLS]");
  }

  /** Ends every input. */
  int last() {
    return special("[SEP]");
  }

  private int special(String name) {
    int piece = BEGINNING;
    for (int i = 0; i < name.length() && piece != ABSENT; i++) {
      piece = longer(piece, name.charAt(i));
    }
    int token = token(piece);
    if (token == ABSENT) {
      throw new IllegalStateException("The vocabulary has no " + name);
    }
    return token;
  }

  private int longerOrNew(int piece, char next) {
    long link = link(piece, next);
    int slot = slot(link);
    if (links[slot] == 0) {
      if (size == tokens.length) {
        grow();
        slot = slot(link);
      }
      links[slot] = link;
      pieces[slot] = size++;
    }
    return pieces[slot];
  }

  private void grow() {
    long[] oldLinks = links;
    int[] oldPieces = pieces;
    links = new long[2 * oldLinks.length];
    pieces = new int[links.length];
    for (int i = 0; i < oldLinks.length; i++) {
      if (oldLinks[i] != 0) {
        int slot = slot(oldLinks[i]);
        links[slot] = oldLinks[i];
        pieces[slot] = oldPieces[i];
      }
    }
    tokens = Arrays.copyOf(tokens, 2 * size);
    Arrays.fill(tokens, size, tokens.length, ABSENT);
  }

  private static long link(int piece, char next) {
    return (piece + 1L) << Character.SIZE | next;
  }

  /** Where the link is, or would be put. */
  private int slot(long link) {
    long hash = link * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & (links.length - 1);
    while (links[slot] != 0 && links[slot] != link) {
      slot = (slot + 1) & (links.length - 1);
    }
    return slot;
  }
}
