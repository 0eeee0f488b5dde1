package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.util.Objects;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.SAXException;

/** Reads what one of Tika's parsers knows. */
final class TikaReader implements PartReader {
  private final TikaLibrary tika;
  private final EmbeddedReader embeddedReader;

  TikaReader(TikaLibrary tika, EmbeddedReader embeddedReader) {
    this.tika = tika;
    this.embeddedReader = embeddedReader;
  }

  @Override
  public String read(Part part, Outline outline, ParseBudget budget)
      throws IOException, SAXException, TikaException {
    Truncation.refuse(part.stream());
    if (tika.isKindOf(part.type(), MediaType.APPLICATION_ZIP)) {
      ZipBombs.refuse(part, budget);
    }
    BlockAssembler blocks = new BlockAssembler(outline);
    EmbeddedParts embedded = new EmbeddedParts(part, embeddedReader, blocks, outline, budget);
    ParseContext context = tika.context();
    context.set(EmbeddedDocumentExtractor.class, embedded);
    context.set(Parser.class, embedded);
    Metadata metadata = part.metadata();
    metadata.set(Metadata.CONTENT_TYPE, part.type().toString());
    tika.parser()
        .parse(part.stream(), new XhtmlHandler(outline, blocks, part.type()), metadata, context);
    budget.requireAllowed();
    refuseEncryptedMembers(metadata);
    return Texts.normalised(Objects.requireNonNullElse(metadata.get(TikaCoreProperties.TITLE), ""));
  }

  /** The parser of archives notes members that it cannot decrypt, and goes on. */
  private static void refuseEncryptedMembers(Metadata metadata) throws TikaException {
    for (String problem :
        metadata.getValues(TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM)) {
      if (problem.contains(EncryptedDocumentException.class.getName())) {
        throw new EncryptedDocumentException();
      }
    }
  }
}
