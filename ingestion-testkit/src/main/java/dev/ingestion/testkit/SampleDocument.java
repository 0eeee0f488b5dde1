package dev.ingestion.testkit;

import dev.ingestion.ports.out.DocumentContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Small documents, one for each format, each with a sentence in its last paragraph that stands
 * nowhere else: {@linkplain #lastSentence what} it says, and {@linkplain #headings where} it
 * stands.
 */
public enum SampleDocument {
  /** Three pages, the last sentence on the third. */
  PDF(
      "lighthouse.pdf",
      "application/pdf",
      "The keeper of Varnholt polishes the brass lamp every Thursday evening.",
      List.of(),
      3),
  /** Headings of two levels and a table. */
  DOCX(
      "harbour.docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "Fishing boats may leave the inner basin only two hours before high water.",
      List.of("Harbour rules", "Tides"),
      0),
  /** Three slides, each with a title. */
  PPTX(
      "whales.pptx",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "A humpback calf drinks four hundred litres of milk a day.",
      List.of("Raising the young"),
      3),
  /** Two sheets. */
  XLSX(
      "orchard.xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "The pear trees by the northern wall were grafted in the spring of 1987.",
      List.of("Remarks"),
      0),
  ODT(
      "beekeeping.odt",
      "application/vnd.oasis.opendocument.text",
      "In late autumn each hive needs fifteen kilograms of sugar syrup to survive the frost.",
      List.of("Beekeeping", "Feeding"),
      0),
  /** Two chapters. */
  EPUB(
      "mountains.epub",
      "application/epub+zip",
      "Above the last hut the glacier may only be crossed with a rope and an experienced guide.",
      List.of("Second chapter: The ascent"),
      0),
  RTF(
      "violins.rtf",
      "application/rtf",
      "The varnish of an old violin must never be cleaned with alcohol.",
      List.of(),
      0),
  /** A message with an attachment, in which the last sentence stands. */
  EML(
      "invitation.eml",
      "message/rfc822",
      "Every guest brings a lantern and a pair of rubber boots to the night walk.",
      List.of("programme.txt"),
      0),
  MARKDOWN(
      "sourdough.md",
      "text/markdown",
      "Let the dough rest in a cold cellar for eighteen hours before baking.",
      List.of("Sourdough", "Resting"),
      0),
  /** A page with navigation around its content. */
  HTML(
      "telescopes.html",
      "text/html",
      "A mirror of eight inches gathers a thousand times more light than the naked eye.",
      List.of("Telescopes", "Mirrors"),
      0);

  private final String fileName;
  private final String mediaType;
  private final String lastSentence;

  @SuppressWarnings("ImmutableEnumChecker") // each is made by List.of
  private final List<String> headings;

  private final int page;

  SampleDocument(
      String fileName, String mediaType, String lastSentence, List<String> headings, int page) {
    this.fileName = fileName;
    this.mediaType = mediaType;
    this.lastSentence = lastSentence;
    this.headings = headings;
    this.page = page;
  }

  public String fileName() {
    return fileName;
  }

  public String mediaType() {
    return mediaType;
  }

  public String lastSentence() {
    return lastSentence;
  }

  /** The headings under which the last sentence stands, outermost first. */
  public List<String> headings() {
    return headings;
  }

  /** The page on which the last sentence stands, from 1; 0 if the format has none. */
  public int page() {
    return page;
  }

  public byte[] bytes() {
    String resource = "samples/" + fileName;
    try (InputStream in = SampleDocument.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public DocumentContent content() {
    return new InMemoryContent(bytes());
  }
}
