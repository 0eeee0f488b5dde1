package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.metadata.TikaCoreProperties.EmbeddedResourceType;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.ContentHandler;

/**
 * Takes the documents that a parser finds within the one it reads, whether it hands them to an
 * extractor or to what it takes for the parser of everything.
 */
final class EmbeddedParts implements EmbeddedDocumentExtractor, Parser {
  private static final MediaType EPUB = MediaType.application("epub+zip");

  private final Part outer;
  private final EmbeddedReader reader;
  private final BlockAssembler blocks;
  private final Outline outline;
  private final ParseBudget budget;

  EmbeddedParts(
      Part outer,
      EmbeddedReader reader,
      BlockAssembler blocks,
      Outline outline,
      ParseBudget budget) {
    this.outer = outer;
    this.reader = reader;
    this.blocks = blocks;
    this.outline = outline;
    this.budget = budget;
  }

  /**
   * A thumbnail says again what the document says. What a book embeds beside its chapters is fonts,
   * pictures and its table of contents.
   */
  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    String kind = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    return !EmbeddedResourceType.THUMBNAIL.toString().equals(kind) && !outer.type().equals(EPUB);
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws IOException {
    blocks.boundary();
    reader.read(stream, metadata, outer.depth() + 1, outline, budget);
  }

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return Set.of(MediaType.OCTET_STREAM);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException {
    parseEmbedded(stream, handler, metadata, false);
  }
}
