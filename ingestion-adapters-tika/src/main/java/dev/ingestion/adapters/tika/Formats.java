package dev.ingestion.adapters.tika;

import java.util.Optional;
import java.util.Set;
import org.apache.tika.mime.MediaType;

/** Which reader knows which type. */
final class Formats {
  private static final Set<MediaType> HTML =
      Set.of(MediaType.TEXT_HTML, MediaType.application("xhtml+xml"));
  private static final Set<MediaType> MARKDOWN =
      Set.of(MediaType.text("markdown"), MediaType.text("x-web-markdown"));
  private static final Set<MediaType> DELIMITED =
      Set.of(MediaType.text("csv"), MediaType.text("tab-separated-values"));

  /** Even if there is text in them, as in a drawing, they are not documents. */
  private static final Set<String> NOT_FOR_READING = Set.of("image", "audio", "video", "font");

  private final TikaLibrary tika;
  private final PartReader html;
  private final PartReader markdown;
  private final PartReader delimited;
  private final PartReader text;
  private final PartReader others;

  Formats(TikaLibrary tika, EmbeddedReader embeddedReader) {
    TextDecoder decoder = new TextDecoder(tika);
    this.tika = tika;
    this.html = new HtmlReader(decoder);
    this.markdown = new MarkdownReader(decoder);
    this.delimited = new DelimitedReader(decoder);
    this.text = new TextReader(decoder);
    this.others = new TikaReader(tika, embeddedReader);
  }

  /**
   * @return empty if there is no text in documents of this type
   */
  Optional<PartReader> readerOf(MediaType type) {
    MediaType base = type.getBaseType();
    if (HTML.contains(base)) {
      return Optional.of(html);
    } else if (MARKDOWN.contains(base)) {
      return Optional.of(markdown);
    } else if (DELIMITED.contains(base)) {
      return Optional.of(delimited);
    } else if (NOT_FOR_READING.contains(base.getType())) {
      return Optional.empty();
    } else if (tika.parses(base)) {
      return Optional.of(others);
    } else if (tika.isKindOf(base, MediaType.TEXT_PLAIN)) {
      return Optional.of(text);
    }
    return Optional.empty();
  }
}
