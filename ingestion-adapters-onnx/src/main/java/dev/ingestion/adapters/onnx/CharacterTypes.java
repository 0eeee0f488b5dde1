package dev.ingestion.adapters.onnx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The general categories of characters as the model's tokenizer knows them. Java's own are those of
 * a later Unicode, which one depends on its version; by them a text would have other tokens on
 * another Java.
 */
final class CharacterTypes {
  private static final String FILE = "later-characters.txt";
  private static final Map<Integer, Byte> OTHER_THAN_JAVAS = read();

  /** Those of the first plane, where nearly every character of a text is. */
  private static final byte[] FIRST_PLANE = firstPlane();

  private CharacterTypes() {}

  /**
   * @return one of the constants of {@link Character#getType(int)}
   */
  static int of(int c) {
    return c < FIRST_PLANE.length ? FIRST_PLANE[c] : lookedUp(c);
  }

  private static int lookedUp(int c) {
    Byte other = OTHER_THAN_JAVAS.get(c);
    return other == null ? Character.getType(c) : other;
  }

  private static byte[] firstPlane() {
    byte[] types = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    for (int c = 0; c < types.length; c++) {
      types[c] = (byte) lookedUp(c);
    }
    return types;
  }

  private static Map<Integer, Byte> read() {
    Map<Integer, Byte> types = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(ModelFiles.open(FILE), StandardCharsets.US_ASCII))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(types, line));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " is missing from the class path", e);
    }
    return types;
  }

  private static void add(Map<Integer, Byte> types, String line) {
    String[] columns = line.split(" ", 2);
    String[] range = columns[0].split("-", 2);
    byte type = columns.length == 1 ? Character.OTHER_LETTER : named(columns[1]);
    int last = HexFormat.fromHexDigits(range[range.length - 1]);
    for (int c = HexFormat.fromHexDigits(range[0]); c <= last; c++) {
      types.put(c, type);
    }
  }

  private static byte named(String type) {
    return switch (type) {
      case "Po" -> Character.OTHER_PUNCTUATION;
      case "Mn" -> Character.NON_SPACING_MARK;
      default -> throw new IllegalStateException("No type of characters in " + FILE + ": " + type);
    };
  }
}
