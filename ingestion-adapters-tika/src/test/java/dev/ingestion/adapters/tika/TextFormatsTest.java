package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.document.ParsedDocument;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatsTest {
  @TempDir private Path folder;
  private Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Fixture(folder);
  }

  @Test
  void plainTextIsCutAtBlankLines() {
    assertThat(Fixture.outline(fixture.parse("a.txt", "One\n  line. \r\n \r\n\n\nTwo\tlines.\n")))
        .containsExactly("PARAGRAPH [] One line.", "PARAGRAPH [] Two lines.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"})
  void plainTextIsReadInItsCharacters(String charset) {
    String text = "Die Straßenbahn fährt über die Brücke, und die Möwen schreien dazu.";

    ParsedDocument document = fixture.parse("a.txt", text.getBytes(Charset.forName(charset)));

    assertThat(Fixture.texts(document)).containsExactly(text);
  }

  @Test
  void aByteOrderMarkIsNoText() {
    assertThat(Fixture.texts(fixture.parse("a.txt", "\uFEFFText"))).containsExactly("Text");
    assertThat(Fixture.texts(fixture.parse("a.csv", "\uFEFFa,b"))).containsExactly("a | b");
  }

  @Test
  void charactersThatCannotBeStoredAreLeftOut() {
    byte[] html =
        "<p>nul\u0000l soft\u00ADhyphen &#xD83D; bell\u0007</p>".getBytes(StandardCharsets.UTF_8);

    assertThat(Fixture.texts(fixture.parse("a.html", html)).get(0))
        .contains("softhyphen", "bell")
        .matches("[\\P{Cntrl}]*")
        .satisfies(
            text ->
                assertThat(
                        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Main.java", "main.py", "query.sql", "data.json", "settings.yaml", "x.sh"})
  void sourceCodeKeepsItsLines(String name) {
    assertThat(Fixture.outline(fixture.parse(name, "first {\n    second\n}\n\nthird\n")))
        .containsExactly("CODE [] first {\n    second\n}", "CODE [] third");
  }

  @Test
  void markdownIsReadByItsStructure() {
    ParsedDocument document =
        fixture.parse(
            "readme.md",
            """
            # Getting *started*

            Run `make` and read [the guide](guide.md "Guide").
            It is **short**.

            Then
            ----
            1. Stop
            2. Go
               - slowly

            ~~~sh
            make   all
            ~~~

            > Quoted

            | A | B |
            |---|---|
            | 1 | 2 |

            ### Deep
            Text with <b>HTML</b><!-- remark -->.

            # Again
            """);

    assertThat(document.title()).isEqualTo("Getting started");
    assertThat(Fixture.outline(document))
        .containsExactly(
            "HEADING [Getting started] Getting started",
            "PARAGRAPH [Getting started] Run make and read the guide. It is short.",
            "HEADING [Getting started, Then] Then",
            "LIST_ITEM [Getting started, Then] Stop",
            "LIST_ITEM [Getting started, Then] Go",
            "LIST_ITEM [Getting started, Then] slowly",
            "CODE [Getting started, Then] make   all",
            "PARAGRAPH [Getting started, Then] Quoted",
            "TABLE_ROW [Getting started, Then] A | B",
            "TABLE_ROW [Getting started, Then] 1 | 2",
            "HEADING [Getting started, Then, Deep] Deep",
            "PARAGRAPH [Getting started, Then, Deep] Text with HTML.",
            "HEADING [Again] Again");
  }

  @Test
  void frontMatterGivesTheTitleAndIsNoText() {
    ParsedDocument document = fixture.parse("a.md", "---\ntitle: Tea\ntags: [a]\n---\n# Water\n");

    assertThat(document.title()).isEqualTo("Tea");
    assertThat(Fixture.texts(document)).containsExactly("Water");
  }

  @Test
  void tablesAreReadByRows() {
    assertThat(Fixture.outline(fixture.parse("a.csv", "Name,Age\n\"Doe, Jane\",41\n\n,\"7\n8\"\n")))
        .containsExactly(
            "TABLE_ROW [] Name | Age", "TABLE_ROW [] Doe, Jane | 41", "TABLE_ROW [] 7 8");
    assertThat(Fixture.texts(fixture.parse("a.csv", "Name;Preis\nKäse;1,50\n")))
        .containsExactly("Name | Preis", "Käse | 1,50");
    assertThat(Fixture.texts(fixture.parse("a.tsv", "a\tb c\n"))).containsExactly("a | b c");
    assertThat(Fixture.texts(fixture.parse("a.csv", "one \"odd\" line,\"unclosed\n"))).isNotEmpty();
  }

  @Test
  void aMailsBodyStandsBeforeItsAttachmentsEachUnderItsName() {
    byte[] zip = new Zip().add("in/deep.md", "# Deep\n\nwater").bytes();
    String mail =
        """
        From: a@example.org
        To: b@example.org
        Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="x"

        --x
        Content-Type: text/html; charset=ISO-8859-1
        Content-Transfer-Encoding: quoted-printable

        <p>Sch=F6ne Gr=FC=DFe</p>
        --x
        Content-Type: application/zip; name="a.zip"
        Content-Disposition: attachment; filename="a.zip"
        Content-Transfer-Encoding: base64

        %s
        --x--
        """
            .formatted(Base64.getMimeEncoder().encodeToString(zip))
            .replace("\n", "\r\n");

    ParsedDocument document = fixture.parse("a.eml", mail);

    assertThat(document.title()).isEqualTo("Grüße");
    assertThat(Fixture.outline(document))
        .containsExactly(
            "PARAGRAPH [] Schöne Grüße",
            "HEADING [a.zip] a.zip",
            "HEADING [a.zip, in/deep.md] in/deep.md",
            "HEADING [a.zip, in/deep.md, Deep] Deep",
            "PARAGRAPH [a.zip, in/deep.md, Deep] water");
  }

  @Test
  void aMailThatDoesNotSayInWhatItIsWrittenIsReadAsUtf8() {
    assertThat(Fixture.texts(fixture.parse("a.eml", "From: a@example.org\r\n\r\nSchöne Grüße\r\n")))
        .containsExactly("Schöne Grüße");
  }

  @Test
  void oneUnreadableMemberDoesNotCostTheArchive() {
    byte[] zip =
        new Zip()
            .add("broken.pdf", "%PDF-1.7 nothing")
            .add("fine.txt", "Still there")
            .add("picture.gif", "GIF89a")
            .bytes();

    assertThat(Fixture.outline(fixture.parse("a.zip", zip)))
        .containsExactly("HEADING [fine.txt] fine.txt", "PARAGRAPH [fine.txt] Still there");
  }
}
