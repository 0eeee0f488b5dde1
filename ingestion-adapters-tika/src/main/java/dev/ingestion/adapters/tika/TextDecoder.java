package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Objects;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;

/**
 * Turns bytes into characters: by their byte order mark, by what the document around them declares,
 * as UTF-8 if they are valid, and by a guess. What is no text in any of these is refused, whatever
 * its name promises.
 */
final class TextDecoder {
  private static final Charset LAST_RESORT = Charset.forName("windows-1252");

  /** Begins the colours of a terminal, which logs have. */
  private static final char ESCAPE = 0x1B;

  /** So many control characters cost a short text nothing. */
  private static final int STRAY_CONTROLS = 10;

  /** One in so many characters may be a control character; in random bytes it is one in nine. */
  private static final int CHARACTERS_A_CONTROL = 50;

  private final TikaLibrary tika;

  TextDecoder(TikaLibrary tika) {
    this.tika = tika;
  }

  /**
   * @throws IngestionException UNSUPPORTED_TYPE if this is no text
   */
  String decode(byte[] bytes, Metadata metadata) throws IOException {
    String text = characters(bytes, metadata);
    if (controls(text) > STRAY_CONTROLS + text.length() / CHARACTERS_A_CONTROL) {
      throw new IngestionException(
          ErrorCode.UNSUPPORTED_TYPE, "Its name is that of a text, but its bytes are not text");
    }
    return text;
  }

  /** Characters that no text has, in no encoding. */
  private static long controls(String text) {
    return text.chars().filter(c -> c < ' ' && !Character.isWhitespace(c) && c != ESCAPE).count();
  }

  private String characters(byte[] bytes, Metadata metadata) throws IOException {
    Optional<Charset> known = marked(bytes).or(() -> declared(metadata));
    if (known.isPresent()) {
      return new String(bytes, known.get());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, guessed(bytes));
    }
  }

  private static Optional<Charset> marked(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Mails say it, and say ASCII if they say nothing. */
  private static Optional<Charset> declared(Metadata metadata) {
    try {
      return Optional.ofNullable(metadata.get(Metadata.CONTENT_ENCODING))
          .map(Charset::forName)
          .filter(charset -> !charset.equals(StandardCharsets.US_ASCII));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  private Charset guessed(byte[] bytes) throws IOException {
    Charset guess = tika.encodingDetector().detect(new ByteArrayInputStream(bytes), new Metadata());
    return Objects.requireNonNullElse(guess, LAST_RESORT);
  }
}
