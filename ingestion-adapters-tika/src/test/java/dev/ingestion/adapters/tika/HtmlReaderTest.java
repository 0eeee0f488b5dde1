package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.document.ParsedDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReaderTest {
  @TempDir private Path folder;
  private Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Fixture(folder);
  }

  @Test
  void readsStructure() {
    assertThat(
            outline(
                """
                <h1>Trees</h1><p>They are <b>tall</b>,
                  and <a href="x">green</a>.</p>
                <ul><li>Oak<ul><li>Holm oak</li></ul></li><li><p>Elm</p></li></ul>
                <h2>Ages</h2>
                <table><thead><tr><th>Kind</th><th>Years</th></tr></thead>
                  <tr><td>Yew</td><td><p>2000</p></td></tr><tr><td></td><td>old</td></tr></table>
                <pre>if (oak) {
                  climb();
                }</pre>
                <dl><dt>Root</dt><dd>is below</dd></dl>
                """))
        .containsExactly(
            "HEADING [Trees] Trees",
            "PARAGRAPH [Trees] They are tall, and green.",
            "LIST_ITEM [Trees] Oak",
            "LIST_ITEM [Trees] Holm oak",
            "LIST_ITEM [Trees] Elm",
            "HEADING [Trees, Ages] Ages",
            "TABLE_ROW [Trees, Ages] Kind | Years",
            "TABLE_ROW [Trees, Ages] Yew | 2000",
            "TABLE_ROW [Trees, Ages] old",
            "CODE [Trees, Ages] if (oak) {\n  climb();\n}",
            "LIST_ITEM [Trees, Ages] Root",
            "PARAGRAPH [Trees, Ages] is below");
  }

  @Test
  void aTableThatLaysOutThePageIsNoTable() {
    assertThat(
            outline(
                """
                <table><tr><td>Left</td><td><h1>News</h1><p>Rain.</p>
                <table><tr><td>a</td><td>b</td></tr></table></td></tr></table>
                """))
        .containsExactly(
            "TABLE_ROW [] Left",
            "HEADING [News] News",
            "PARAGRAPH [News] Rain.",
            "TABLE_ROW [News] a | b");
  }

  @Test
  void aPageOfDocBookBeginsWithItsContent() {
    assertThat(
            outline(
                """
                <div class="navheader"><table><tr><td><a href="p">Prev</a></td><th>SQL Commands</th>
                <td><a href="n">Next</a></td></tr></table><hr/></div>
                <div class="refentry"><h2>VACUUM</h2><p>VACUUM reclaims storage.</p>
                <div class="note"><h3>Note</h3><p>It takes time.</p></div><p>See also ANALYZE.</p></div>
                <div class="navfooter"><a href="p">Prev</a> <a href="n">Next</a></div>
                """))
        .containsExactly(
            "HEADING [VACUUM] VACUUM",
            "PARAGRAPH [VACUUM] VACUUM reclaims storage.",
            "PARAGRAPH [VACUUM] Note",
            "PARAGRAPH [VACUUM] It takes time.",
            "PARAGRAPH [VACUUM] See also ANALYZE.");
  }

  @Test
  void aPageOfSphinxBeginsWithItsContent() {
    assertThat(
            outline(
                """
                <div class="related" role="navigation"><h3>Navigation</h3><ul><li><a>index</a></li></ul></div>
                <div class="document"><div class="body" role="main"><section>
                <h1>json<a class="headerlink" href="#json">¶</a></h1><p>Encodes and decodes.</p>
                </section></div></div>
                <div class="sphinxsidebar"><h4>Previous topic</h4><p><a>email</a></p></div>
                <div class="footer">© Copyright</div>
                """))
        .containsExactly("HEADING [json] json", "PARAGRAPH [json] Encodes and decodes.");
  }

  @Test
  void whatNobodySeesIsLeftOut() {
    assertThat(
            outline(
                """
                <script>var a;</script><style>p {}</style><noscript>Enable it</noscript>
                <p hidden>Hidden</p><p style="color:red; display: none">Gone</p>
                <form><label>Name</label><input value="x"><button>Send</button>
                <select><option>One</option></select></form>
                <p aria-hidden="true">★</p><!-- remark --><p>Seen</p>
                """))
        .containsExactly("PARAGRAPH [] Name", "PARAGRAPH [] Seen");
  }

  @Test
  void theHeaderOfAnArticleIsContentAndThatOfThePageIsNot() {
    assertThat(
            outline(
                """
                <header>Daily Planet</header>
                <article><header><h1>Storm</h1></header><p>It blew all night long.</p>
                <footer>By Clark</footer></article>
                <footer>Imprint</footer>
                """))
        .containsExactly(
            "HEADING [Storm] Storm",
            "PARAGRAPH [Storm] It blew all night long.",
            "PARAGRAPH [Storm] By Clark");
  }

  @Test
  void theEdgesOfThePageAreKnownBehindWhatWasRemoved() {
    assertThat(
            outline(
                """
                <section class="sidebar"><header>Other storms</header><p>Last year</p></section>
                <header>Daily Planet</header>
                <section><header><h1>Storm</h1></header><p>It blew all night long.</p></section>
                <footer>Imprint</footer>
                """))
        .containsExactly("HEADING [Storm] Storm", "PARAGRAPH [Storm] It blew all night long.");
  }

  @Test
  void onlyTheHeadingsOfARemarkStandOverNothing() {
    assertThat(
            outline(
                """
                <aside class="note"><h2>Note</h2><div class="tip"><h3>Tip</h3></div><h3>More</h3></aside>
                <aside><h2>Elsewhere</h2></aside><h2>Storm</h2><p>It blew all night long.</p>
                """))
        .containsExactly(
            "PARAGRAPH [] Note",
            "PARAGRAPH [] Tip",
            "PARAGRAPH [] More",
            "HEADING [Storm] Storm",
            "PARAGRAPH [Storm] It blew all night long.");
  }

  @Test
  void aPageThatNobodySeesHasNothingToSay() {
    assertThat(
            fixture
                .refuse(
                    "a.html",
                    "<html><body hidden><p>Hidden</p></body></html>"
                        .getBytes(StandardCharsets.UTF_8))
                .code())
        .isEqualTo(ErrorCode.EMPTY_DOCUMENT);
  }

  @Test
  void contentThatLooksLikeNavigationIsKeptIfItIsAllThereIs() {
    assertThat(outline("<nav><p>The whole story stands here, oddly.</p></nav>"))
        .containsExactly("PARAGRAPH [] The whole story stands here, oddly.");
    assertThat(
            outline(
                "<p>Short.</p><div class='sidebar'>"
                    + "A long text that somebody put into a column at the side of the page."
                    + "</div>"))
        .hasSize(2);
  }

  @Test
  void aShortTextThatThePageCallsItsContentIsItsContent() {
    assertThat(
            outline(
                "<div role='main'>Moved to the archive.</div><div class='footer'>"
                    + "Copyright and terms and much else that stands on every page. ".repeat(5)
                    + "</div>"))
        .containsExactly("PARAGRAPH [] Moved to the archive.");
  }

  @Test
  void aSmallMainAmongMuchTextIsNotTakenForTheContent() {
    assertThat(outline("<main>Short.</main><p>A text outside of it that is much longer.</p>"))
        .hasSize(2);
  }

  @Test
  void aPageOfLinksKeepsItsLinksAndNotThoseAroundThem() {
    assertThat(
            outline(
                """
                <nav><a>Home</a></nav><div role="main"><h1>Contents</h1>
                <ul><li><a>First chapter: How it came about</a></li><li><a>Second chapter: The end</a></li></ul></div>
                <div class="footer">Imprint, contact, terms and conditions</div>
                """))
        .containsExactly(
            "HEADING [Contents] Contents",
            "LIST_ITEM [Contents] First chapter: How it came about",
            "LIST_ITEM [Contents] Second chapter: The end");
  }

  @Test
  void aTableOfContentsIsKeptOnlyWhereNothingElseIsSaid() {
    String contents = "<div class='toc'><p>Contents</p><ul><li><a>One</a></li></ul></div>";

    assertThat(outline("<h1>Chapter</h1>" + contents + "<p>It begins here.</p>"))
        .containsExactly("HEADING [Chapter] Chapter", "PARAGRAPH [Chapter] It begins here.");
    assertThat(outline("<h1>Chapter</h1>" + contents))
        .containsExactly(
            "HEADING [Chapter] Chapter", "PARAGRAPH [Chapter] Contents", "LIST_ITEM [Chapter] One");
  }

  @Test
  void theTitleIsThatOfThePageOrItsFirstHeading() {
    assertThat(fixture.parse("a.html", "<title>Oaks \n and elms</title><h1>Trees</h1>").title())
        .isEqualTo("Oaks and elms");
    assertThat(fixture.parse("a.html", "<h1>Trees</h1><p>Tall.</p>").title()).isEqualTo("Trees");
  }

  @Test
  void readsTheCharactersThatThePageDeclares() {
    byte[] latin1 =
        "<html><head><meta charset='iso-8859-1'></head><body><p>Käse größer</p></body></html>"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Fixture.texts(fixture.parse("a.html", latin1))).containsExactly("Käse größer");
  }

  private List<String> outline(String body) {
    ParsedDocument document =
        fixture.parse("page.html", "<!DOCTYPE html><html><body>" + body + "</body></html>");
    return Fixture.outline(document);
  }
}
