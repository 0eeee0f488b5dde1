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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into characters: by their byte order mark, by what the document around them declares,
 * as UTF-8 if they are valid, and by a guess. What is no text in any of these is refused, whatever
 * its name promises.
 */
final class TextDecoder {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Charset LAST_RESORT = Charset.forName("windows-1252");

  /** What guesses are taken for: encodings that have the same letters and more. */
  private static final Map<String, String> WIDER =
      Map.of("ISO-8859-1", "windows-1252", "KOI8-R", "KOI8-U");

  /** What is tried if the guess does not read well, the more frequent first. */
  private static final List<Charset> OTHERS =
      Stream.of(
              "windows-1252",
              "windows-1250",
              "ISO-8859-2",
              "windows-1256",
              "ISO-8859-6",
              "UTF-16LE",
              "UTF-16BE",
              "GB18030",
              "Big5",
              "Shift_JIS",
              "EUC-JP",
              "EUC-KR")
          .filter(Charset::isSupported)
          .map(Charset::forName)
          .toList();

  private static final int LONGEST_DECLARATION = 200;

  private static final Pattern XML_DECLARATION =
      Pattern.compile("<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  /** So much of a document is looked at to find its encoding; even, for the sake of UTF-16. */
  private static final int SAMPLE = 1 << 16;

  private final TikaLibrary tika;

  TextDecoder(TikaLibrary tika) {
    this.tika = tika;
  }

  /**
   * @throws IngestionException UNSUPPORTED_TYPE if this is no text
   */
  String decode(byte[] bytes, Metadata metadata) throws IOException {
    Optional<Charset> known = marked(bytes).or(() -> declared(metadata));
    if (known.isPresent()) {
      String text = new String(bytes, known.get());
      return requireText(text, Legibility.of(text).isPossible());
    }
    String utf8 = utf8(bytes);
    if (utf8 != null) {
      Legibility legibility = Legibility.of(utf8);
      if (!legibility.looksLikeUtf16()) {
        return requireText(utf8, legibility.hasFewControls());
      }
    }
    String text = new String(bytes, guessed(Arrays.copyOf(bytes, Math.min(bytes.length, SAMPLE))));
    return requireText(text, Legibility.of(text).isLikely());
  }

  private static String requireText(String text, boolean isText) {
    if (!isText) {
      throw new IngestionException(
          ErrorCode.UNSUPPORTED_TYPE, "Its name is that of a text, but its bytes are not text");
    }
    return text;
  }

  /** The JDK decodes fastest where it replaces what is malformed, so that is looked for. */
  private static @Nullable String utf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : strictUtf8(bytes);
  }

  private static @Nullable String strictUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
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

  /** Empty also if it names an encoding in which it could not be read itself. */
  private static Optional<Charset> inXmlDeclaration(byte[] bytes) {
    int length = Math.min(bytes.length, LONGEST_DECLARATION);
    Matcher declaration =
        XML_DECLARATION.matcher(new String(bytes, 0, length, StandardCharsets.US_ASCII));
    return declaration.lookingAt()
        ? charset(declaration.group(1))
            .map(TextDecoder::wider)
            .filter(said -> new String(bytes, 0, length, said).startsWith("<?xml"))
        : Optional.empty();
  }

  /** Mails say it, and say ASCII if they say nothing. */
  private static Optional<Charset> declared(Metadata metadata) {
    return charset(metadata.get(Metadata.CONTENT_ENCODING))
        .filter(charset -> !charset.equals(StandardCharsets.US_ASCII));
  }

  private static Optional<Charset> charset(@Nullable String name) {
    try {
      return Optional.ofNullable(name).map(Charset::forName);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  /**
   * What the first line says, if it reads well so; otherwise the statistical guess, unless that
   * reads badly and something else reads better.
   */
  private Charset guessed(byte[] sample) throws IOException {
    Optional<Charset> said = inXmlDeclaration(sample);
    if (said.isPresent() && read(sample, said.get()).isLikely()) {
      return said.get();
    }
    Charset first = firstGuess(sample);
    Legibility reading = read(sample, first);
    if (reading.isCertain()) {
      return first;
    }
    Charset best = first;
    double least = reading.isLikely() ? reading.strangeness() : Double.MAX_VALUE;
    for (Charset other : OTHERS) {
      Legibility candidate = read(sample, other);
      if (candidate.isLikely() && candidate.strangeness() < least) {
        best = other;
        least = candidate.strangeness();
      }
    }
    return best;
  }

  private static Legibility read(byte[] bytes, Charset charset) {
    return Legibility.of(new String(bytes, charset));
  }

  private Charset firstGuess(byte[] sample) throws IOException {
    Charset guess =
        Objects.requireNonNullElse(
            tika.encodingDetector().detect(new ByteArrayInputStream(sample), new Metadata()),
            LAST_RESORT);
    return wider(guess);
  }

  private static Charset wider(Charset guess) {
    return Charset.forName(WIDER.getOrDefault(guess.name(), guess.name()));
  }
}
