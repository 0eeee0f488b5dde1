package dev.ingestion.adapters.tika;

import dev.ingestion.testkit.SampleDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Makes the sample documents of the testkit. */
final class SampleGenerator {
  private SampleGenerator() {}

  /**
   * Writes them anew.
   *
   * @param arguments the testkit's folder of samples
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (SampleDocument sample : SampleDocument.values()) {
      Files.write(folder.resolve(sample.fileName()), make(sample));
    }
  }

  static byte[] make(SampleDocument sample) throws IOException {
    String last = sample.lastSentence();
    return switch (sample) {
      case PDF -> pdf(last);
      case DOCX -> docx(last);
      case PPTX -> pptx(last);
      case XLSX -> xlsx(last);
      case ODT -> odt(last);
      case EPUB -> epub(last);
      case RTF -> rtf(last).getBytes(StandardCharsets.US_ASCII);
      case EML -> eml(last).getBytes(StandardCharsets.US_ASCII);
      case MARKDOWN -> markdown(last).getBytes(StandardCharsets.UTF_8);
      case HTML -> html(last).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] pdf(String last) throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.getDocumentInformation().setTitle("The lighthouse");
      page(document, "The lighthouse", "It was built in 1843 of grey granite.");
      page(document, "The stairs", "There are 212 steps to the gallery.");
      page(document, "The lamp", last);
      return saved(document::save);
    }
  }

  private static void page(PDDocument document, String... lines) throws IOException {
    PDPage page = new PDPage(PDRectangle.A5);
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.beginText();
      content.setFont(new PDType1Font(FontName.HELVETICA), 9);
      content.setLeading(36);
      content.newLineAtOffset(30, 500);
      for (String line : lines) {
        content.showText(line);
        content.newLine();
      }
      content.endText();
    }
  }

  private static byte[] docx(String last) {
    return new Zip()
        .add(
            "[Content_Types].xml",
            """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
              <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
              <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
              <Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
            </Types>""")
        .add(
            "_rels/.rels",
            """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
              <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
            </Relationships>""")
        .add(
            "word/_rels/document.xml.rels",
            """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
              <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
            </Relationships>""")
        .add(
            "word/styles.xml",
            """
            <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
              <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
              <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
            </w:styles>""")
        .add(
            "word/document.xml",
            """
            <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
            %s%s%s
            <w:tbl><w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr><w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr></w:tbl>
            %s%s
            </w:body></w:document>"""
                .formatted(
                    styled("Heading1", "Harbour rules"),
                    styled("Normal", "These rules hold for the inner and the outer basin."),
                    styled("Heading2", "Fees"),
                    styled("Normal", "Boat"),
                    styled("Normal", "Fee"),
                    styled("Normal", "Dinghy"),
                    styled("Normal", "12 crowns"),
                    styled("Heading2", "Tides"),
                    styled("Normal", last)))
        .bytes();
  }

  private static String styled(String style, String text) {
    return "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>"
        .formatted(style, text);
  }

  private static byte[] pptx(String last) throws IOException {
    try (XMLSlideShow show = new XMLSlideShow()) {
      slide(show, "Whales", "They are mammals and breathe air.");
      slide(show, "Travelling", "Grey whales swim from Alaska to Mexico and back.");
      slide(show, "Raising the young", last);
      return saved(show::write);
    }
  }

  private static void slide(XMLSlideShow show, String title, String text) {
    XSLFSlide slide =
        show.createSlide(show.getSlideMasters().get(0).getLayout(SlideLayout.TITLE_AND_CONTENT));
    slide.getPlaceholder(0).setText(title);
    slide.getPlaceholder(1).setText(text);
  }

  private static byte[] xlsx(String last) throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      Sheet trees = workbook.createSheet("Trees");
      row(trees, "Kind", "Trees");
      row(trees, "Apple", "41");
      row(trees, "Pear", "7");
      row(workbook.createSheet("Remarks"), "Pear", last);
      return saved(workbook::write);
    }
  }

  private static void row(Sheet sheet, String... cells) {
    Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
    for (int i = 0; i < cells.length; i++) {
      row.createCell(i).setCellValue(cells[i]);
    }
  }

  private static byte[] odt(String last) {
    return new Zip()
        .store("mimetype", "application/vnd.oasis.opendocument.text")
        .add(
            "META-INF/manifest.xml",
            """
            <manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
              <manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
              <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
            </manifest:manifest>""")
        .add(
            "content.xml",
            """
            <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
            <text:h text:outline-level="1">Beekeeping</text:h>
            <text:p>A strong colony has fifty thousand bees in June.</text:p>
            <text:list><text:list-item><text:p>Open the hive only on warm days.</text:p></text:list-item></text:list>
            <text:h text:outline-level="2">Feeding</text:h>
            <text:p>%s</text:p>
            </office:text></office:body></office:document-content>"""
                .formatted(last))
        .bytes();
  }

  private static byte[] epub(String last) {
    return new Zip()
        .store("mimetype", "application/epub+zip")
        .add(
            "META-INF/container.xml",
            """
            <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
              <rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/>
            </rootfiles></container>""")
        .add(
            "book/content.opf",
            """
            <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
              <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
                <dc:identifier id="id">mountains</dc:identifier><dc:title>Mountains</dc:title><dc:language>en</dc:language>
              </metadata>
              <manifest>
                <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
                <item id="b" href="ascent.xhtml" media-type="application/xhtml+xml"/>
                <item id="a" href="valley.xhtml" media-type="application/xhtml+xml"/>
              </manifest>
              <spine><itemref idref="a"/><itemref idref="b"/></spine>
            </package>""")
        .add("book/nav.xhtml", chapter("Contents", "First chapter, second chapter"))
        .add("book/ascent.xhtml", chapter("Second chapter: The ascent", last))
        .add(
            "book/valley.xhtml",
            chapter("First chapter: The valley", "A river of cold green water runs through it."))
        .bytes();
  }

  private static String chapter(String title, String text) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <html xmlns="http://www.w3.org/1999/xhtml"><head><title>%1$s</title></head>
        <body><h1>%1$s</h1><p>%2$s</p></body></html>"""
        .formatted(title, text);
  }

  private static String rtf(String last) {
    return """
        {\\rtf1\\ansi{\\info{\\title Violins}}{\\fonttbl{\\f0 Times New Roman;}}\\f0\\fs24
        A violin is made of spruce and maple.\\par
        {\\b Care}\\par
        %s\\par
        }"""
        .formatted(last);
  }

  private static String eml(String last) {
    return List.of(
            "From: Ada <ada@example.org>",
            "To: Ben <ben@example.org>",
            "Subject: Invitation to the night walk",
            "Date: Thu, 01 Oct 2026 18:00:00 +0000",
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed; boundary=\"=parts=\"",
            "",
            "--=parts=",
            "Content-Type: multipart/alternative; boundary=\"=same=\"",
            "",
            "--=same=",
            "Content-Type: text/plain; charset=UTF-8",
            "",
            "We meet at the old mill at nine.",
            "",
            "--=same=",
            "Content-Type: text/html; charset=UTF-8",
            "",
            "<html><body><p>We meet at the old mill at nine.</p></body></html>",
            "",
            "--=same=--",
            "--=parts=",
            "Content-Type: text/plain; charset=UTF-8; name=\"programme.txt\"",
            "Content-Disposition: attachment; filename=\"programme.txt\"",
            "",
            "First we listen to the owls.",
            "",
            last,
            "",
            "--=parts=--",
            "")
        .stream()
        .reduce("", (lines, line) -> lines + line + "\r\n");
  }

  private static String markdown(String last) {
    return """
        ---
        title: Bread at home
        ---
        # Sourdough

        Bread needs **flour**, water, salt and [time](https://example.org/time).

        Ingredients
        -----------

        | Ingredient | Grams |
        |------------|------:|
        | Flour      |   500 |
        | Water      |   350 |

        - Knead for *ten* minutes.

        ```
        oven --heat 240
        ```

        ## Resting

        %s
        """
        .formatted(last);
  }

  private static String html(String last) {
    return """
        <!DOCTYPE html>
        <html lang="en"><head><title>Telescopes for beginners</title><style>p { color: black }</style></head>
        <body>
        <header><a href="/">Star club</a><nav><ul><li><a href="/a">Home</a></li><li><a href="/b">Members</a></li></ul></nav></header>
        <main>
          <h1>Telescopes <a class="headerlink" href="#top">¶</a></h1>
          <p>A telescope gathers light. The larger its opening, the more there is to see.</p>
          <dl><dt>Refractor</dt><dd>has a lens</dd></dl>
          <table><tr><th>Opening</th><th>Price</th></tr><tr><td>4 inches</td><td>200</td></tr></table>
          <pre>magnification =
            focal length / eyepiece</pre>
          <h2>Mirrors</h2>
          <p>%s</p>
        </main>
        <aside>Buy our calendar!</aside>
        <footer>Imprint and contact</footer>
        <script>track("visitor");</script>
        </body></html>
        """
        .formatted(last);
  }

  private static byte[] saved(Saving saving) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    saving.to(bytes);
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Saving {
    void to(ByteArrayOutputStream bytes) throws IOException;
  }
}
