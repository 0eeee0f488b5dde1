package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Tika as we configure it, loaded when it is first used, since that takes a second. */
final class TikaLibrary {
  private static final String CONFIGURATION = "tika.xml";

  private org.apache.tika.config.@Nullable TikaConfig loaded;

  Detector detector() {
    return tika().getDetector();
  }

  /** The type of a document or part, of which the stream stays at its beginning. */
  MediaType typeOf(TikaInputStream stream, Metadata metadata) throws IOException {
    Optional<MediaType> page = WebPages.typeOf(stream, metadata);
    return page.isPresent() ? page.get() : detector().detect(stream, metadata);
  }

  EncodingDetector encodingDetector() {
    return tika().getEncodingDetector();
  }

  Parser parser() {
    return tika().getParser();
  }

  /** Keeps parsers from loading Tika's default configuration, and with it what we left out. */
  ParseContext context() {
    ParseContext context = new ParseContext();
    context.set(org.apache.tika.config.TikaConfig.class, tika());
    context.set(Detector.class, detector());
    return context;
  }

  /** Whether one of Tika's parsers makes text of the type. */
  boolean parses(MediaType type) {
    var supported = parser().getSupportedTypes(new ParseContext());
    MediaType candidate = tika().getMediaTypeRegistry().normalize(type);
    while (candidate != null && !isGeneral(candidate)) {
      if (supported.contains(candidate)) {
        return true;
      }
      candidate = tika().getMediaTypeRegistry().getSupertype(candidate);
    }
    return false;
  }

  /** Whether documents of the type are also documents of the more general one. */
  boolean isKindOf(MediaType type, MediaType general) {
    return tika().getMediaTypeRegistry().isInstanceOf(type, general);
  }

  private static boolean isGeneral(MediaType type) {
    return type.equals(MediaType.OCTET_STREAM) || type.equals(MediaType.TEXT_PLAIN);
  }

  private synchronized org.apache.tika.config.TikaConfig tika() {
    if (loaded == null) {
      loaded = load();
    }
    return loaded;
  }

  private static org.apache.tika.config.TikaConfig load() {
    try (InputStream configuration = TikaLibrary.class.getResourceAsStream(CONFIGURATION)) {
      return new org.apache.tika.config.TikaConfig(
          Objects.requireNonNull(configuration, CONFIGURATION));
    } catch (IOException | SAXException | TikaException e) {
      throw new IngestionException(
          ErrorCode.INTERNAL_ERROR, "Tika could not be loaded: " + e.getMessage(), e);
    }
  }
}
