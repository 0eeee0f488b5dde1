package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;

/** Makes a document of bytes, on the caller's thread and in its own time. Thread-safe. */
final class DocumentExtractor implements Extraction {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentExtractor.class);

  private final TikaLibrary tika;
  private final TemporaryFolder folder;
  private final TikaConfig config;
  private final Formats formats;

  DocumentExtractor(TikaLibrary tika, TemporaryFolder folder, TikaConfig config) {
    this.tika = tika;
    this.folder = folder;
    this.config = config;
    this.formats = new Formats(tika, this::readEmbedded);
  }

  @Override
  public ParsedDocument extract(String name, DocumentContent content, Runnable progress) {
    if (content.size() == 0) {
      throw new IngestionException(ErrorCode.EMPTY_DOCUMENT, "It has no bytes");
    }
    ParseBudget budget = new ParseBudget(config, progress);
    try (InputStream source = new SourceStream(open(content), budget);
        TemporaryResources files = folder.open()) {
      Metadata metadata = new Metadata();
      metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
      return extract(name, TikaInputStream.get(source, files, metadata), metadata, budget);
    } catch (IOException | SAXException | TikaException | RuntimeException e) {
      budget.requireAllowed();
      throw ParseFailures.translate(e);
    }
  }

  private ParsedDocument extract(
      String name, TikaInputStream stream, Metadata metadata, ParseBudget budget)
      throws IOException, SAXException, TikaException {
    MediaType type = tika.typeOf(stream, metadata);
    PartReader reader =
        formats
            .readerOf(type)
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.UNSUPPORTED_TYPE, "There is no text in files of type " + type));
    Outline outline = new Outline(budget);
    String title = reader.read(new Part(stream, metadata, type, 0), outline, budget);
    budget.requireAllowed();
    ParsedDocument document = outline.build(title, type.getBaseType().toString());
    Omissions omissions = outline.omissions();
    if (document.isEmpty()) {
      throw omissions.first().orElseGet(() -> empty(type));
    }
    omissions.report(LOG, name);
    return document;
  }

  private void readEmbedded(
      InputStream in, Metadata metadata, int depth, Outline outline, ParseBudget budget)
      throws IOException {
    outline.enter(metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY));
    try (TemporaryResources files = folder.open()) {
      TikaInputStream stream = unpacked(in, files, metadata, budget);
      MediaType type = tika.typeOf(stream, metadata);
      Optional<PartReader> reader = formats.readerOf(type);
      if (reader.isPresent()) {
        budget.spendEmbedded(depth);
        reader.get().read(new Part(stream, metadata, type, depth), outline, budget);
      } else {
        stream.transferTo(OutputStream.nullOutputStream()); // what is unpacked counts
      }
    } catch (IOException | SAXException | TikaException | RuntimeException e) {
      budget.requireAllowed();
      outline.omit(ParseFailures.translate(e));
    } finally {
      outline.leave();
    }
  }

  /** A part that a parser has opened already, such as one of an OLE container, stays as it is. */
  private static TikaInputStream unpacked(
      InputStream in, TemporaryResources files, Metadata metadata, ParseBudget budget) {
    if (in instanceof TikaInputStream opened && opened.getOpenContainer() != null) {
      return opened;
    }
    return TikaInputStream.get(new UnpackedStream(in, budget), files, metadata);
  }

  private static InputStream open(DocumentContent content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw ParseFailures.unreadable(e);
    }
  }

  private static IngestionException empty(MediaType type) {
    boolean scan = type.equals(MediaType.application("pdf"));
    return new IngestionException(
        ErrorCode.EMPTY_DOCUMENT,
        scan
            ? "It has no text layer: its pages are pictures, or blank"
            : "There is nothing but white space in it");
  }
}
