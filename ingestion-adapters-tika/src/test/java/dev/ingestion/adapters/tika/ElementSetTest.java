package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementSetTest {
  private static final Document PAGE =
      Jsoup.parse(
          """
          <body id="top" class="page">
          <nav><a class="headerlink" href="#">1</a><p class="headerlink">2</p></nav>
          <div class="  first\tNOTE\nlast ">3</div><div class="notes">4</div><div class="">5</div>
          <div id="Footer">6</div><div id="footer">7</div><div id="">8</div>
          <p role="Main">9</p><p role="mainly">10</p><p role>11</p><p role=" main ">21</p><p hidden>12</p><P HIDDEN="x">13</P>
          <i style="color: red; DISPLAY : none">14</i><i style="display:block">15</i><i>16</i>
          <h1 class="note">17</h1><H2>18</H2><aria-hidden>19</aria-hidden><b aria-hidden="TRUE">20</b>
          </body>
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nav",
        "h1, h2",
        ".note",
        ".topNav, .note",
        "a.headerlink",
        ".headerlink, a.headerlink",
        "#footer",
        "[role=main]",
        "[role]",
        "[hidden]",
        "[aria-hidden=true]",
        "[style~=(?i)display\\s*:\\s*none]",
        ".page, #top",
        "nav, .last, #Footer, [role=main], [style~=block]"
      })
  void holdsWhatTheSelectorsSelect(String selectors) {
    assertThat(ElementSet.of(selectors).in(PAGE.body()))
        .isNotEmpty()
        .containsExactlyElementsOf(PAGE.body().select(selectors));
  }

  @Test
  void holdsNothingElse() {
    assertThat(ElementSet.of(".absent, #absent, [absent], [role=absent], u").in(PAGE)).isEmpty();
  }
}
