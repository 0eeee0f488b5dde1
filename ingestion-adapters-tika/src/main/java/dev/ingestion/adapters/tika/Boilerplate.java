package dev.ingestion.adapters.tika;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Elements;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeVisitor;

/** Tells what a web page says from what every page of its site says. */
final class Boilerplate {
  /** Nobody sees it, or it is nothing to read. */
  private static final ElementSet INVISIBLE =
      ElementSet.of(
          "head, script, style, noscript, template, svg, canvas, object, embed, iframe, audio, video,"
              + " button, input, select, option, textarea, [hidden], [aria-hidden=true],"
              + " [style~=(?i)display\\s*:\\s*none],"
              // the link to itself beside a heading
              + " a.headerlink, a.header-anchor, a.anchorjs-link, a.hash-link, a.anchor-link");

  /** The page around the content, by HTML's own words and by those of widespread generators. */
  private static final ElementSet AROUND =
      ElementSet.of(
          "nav, [role=navigation], [role=banner], [role=contentinfo], [role=search],"
              + " [role=complementary], .navheader, .navfooter, .sphinxsidebar,"
              + " .sphinxsidebarwrapper, .related, .footer, #footer, #header, .navbar, #navbar,"
              + " .sidebar, #sidebar, .breadcrumb, .breadcrumbs, .pagination, .skip-link, .skip-nav,"
              + " .topNav, .bottomNav, .subNav, .cookie-banner,"
              + " .mw-editsection, .navbox, .catlinks, .printfooter, .noprint");

  private static final ElementSet CONTENTS =
      ElementSet.of(".toc, #toc, .table-of-contents, [role=doc-toc]");
  private static final ElementSet PAGE_EDGES = ElementSet.of("header, footer");
  private static final ElementSet MAIN = ElementSet.of("main, [role=main]");
  private static final ElementSet ARTICLE = ElementSet.of("article");
  private static final ElementSet ASIDE = ElementSet.of("aside");
  private static final ElementSet WITHIN_CONTENT =
      ElementSet.of("article, section, main, [role=main]");

  /** A remark in the text: it may be an aside, and its heading is over nothing but itself. */
  private static final ElementSet REMARK =
      ElementSet.of(
          ".admonition, .note, .tip, .warning, .important, .caution, .footnote, .footnotes,"
              + " [role=note], [role=doc-footnote]");

  private static final ElementSet HEADINGS = ElementSet.of("h1, h2, h3, h4, h5, h6");

  /** Less than this share of the readable text is not the content but a mistake of ours, */
  private static final double LEAST_SHARE = 0.2;

  /** or, where the page itself says what its content is, less than this, */
  private static final double LEAST_SHARE_OF_MAIN = 0.05;

  /** unless it has this share of all text: a list of links, with other links around it. */
  private static final double LEAST_SHARE_WITH_LINKS = 0.5;

  /** More than this share of what is left is the content, and the rest is not. */
  private static final double MAIN_SHARE = 0.5;

  private static final char NO_BREAK_SPACE = '\u00A0';
  private static final char ZERO_WIDTH_SPACE = '\u200B';
  private static final char SOFT_HYPHEN = '\u00AD';

  private Boilerplate() {}

  /**
   * @return the element that holds the content; the page is changed
   */
  static Element removeFrom(Document page) {
    tidy(page.body());
    Element body = page.body().clone();
    body.filter(new AroundContent(body));
    Element content = mainPart(body);
    if (!isPlausible(content, page.body())) {
      return page.body();
    }
    removeContents(content);
    return content;
  }

  /** The first page of a chapter may have nothing else to say than what stands in it. */
  private static void removeContents(Element content) {
    Elements contents = CONTENTS.in(content);
    if (contents.isEmpty()) {
      return;
    }
    int besides =
        readable(
            content,
            element -> isLink(element) || HEADINGS.contains(element) || contents.contains(element));
    if (besides > 0 && besides >= LEAST_SHARE * readable(content)) {
      contents.remove();
    }
  }

  private static boolean isPlausible(Element content, Element all) {
    return content.hasText()
        && (readable(content) >= leastShare(content) * readable(all)
            || content.text().length() >= LEAST_SHARE_WITH_LINKS * all.text().length());
  }

  private static double leastShare(Element content) {
    return MAIN.contains(content) ? LEAST_SHARE_OF_MAIN : LEAST_SHARE;
  }

  /** Removes what nobody reads. */
  static void tidy(Element body) {
    if (INVISIBLE.contains(body)) {
      body.remove();
    } else {
      body.filter(new Unread());
    }
  }

  private static Element mainPart(Element body) {
    for (ElementSet candidates : List.of(MAIN, ARTICLE)) {
      Elements found = candidates.in(body);
      Element largest =
          found.stream().max(Comparator.comparingInt(Boilerplate::readable)).orElse(body);
      if (largest.equals(body) || readable(largest) >= MAIN_SHARE * readable(body)) {
        return largest;
      }
    }
    return body;
  }

  /** Characters that are no link: navigation is mostly links, and content is mostly not. */
  private static int readable(Element root) {
    return readable(root, Boilerplate::isLink);
  }

  private static int readable(Element root, Predicate<Element> not) {
    if (root.parents().stream().anyMatch(not)) {
      return 0;
    }
    ReadableText readable = new ReadableText(not);
    root.traverse(readable);
    return readable.length;
  }

  private static boolean isLink(Element element) {
    return element.nameIs("a");
  }

  /** Finds what is invisible, and makes the headings of remarks paragraphs. */
  private static final class Unread implements NodeFilter {
    private int remarks;

    @Override
    public FilterResult head(Node node, int depth) {
      if (!(node instanceof Element element)) {
        return FilterResult.CONTINUE;
      }
      if (INVISIBLE.contains(element)) {
        return FilterResult.REMOVE;
      }
      if (REMARK.contains(element)) {
        remarks++;
      }
      if (remarks > 0 && HEADINGS.contains(element)) {
        element.tagName("p");
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (remarks > 0 && node instanceof Element element && REMARK.contains(element)) {
        remarks--;
      }
      return FilterResult.CONTINUE;
    }
  }

  /** Finds what stands around the content of a page. */
  private static final class AroundContent implements NodeFilter {
    private final Element body;
    private int contents;

    AroundContent(Element body) {
      this.body = body;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      if (!(node instanceof Element element)) {
        return FilterResult.CONTINUE;
      }
      if (WITHIN_CONTENT.contains(element)) {
        contents++;
      }
      if (element.equals(body) || !isAround(element)) {
        return FilterResult.CONTINUE;
      }
      if (WITHIN_CONTENT.contains(element)) {
        contents--;
      }
      return FilterResult.REMOVE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (contents > 0 && node instanceof Element element && WITHIN_CONTENT.contains(element)) {
        contents--;
      }
      return FilterResult.CONTINUE;
    }

    private boolean isAround(Element element) {
      return AROUND.contains(element)
          || (contents == 0 && PAGE_EDGES.contains(element))
          || (ASIDE.contains(element) && !REMARK.contains(element));
    }
  }

  /** Counts the characters of text that stand in nothing of a kind. */
  private static final class ReadableText implements NodeVisitor {
    private final Predicate<Element> not;
    private int within;
    private int length;

    ReadableText(Predicate<Element> not) {
      this.not = not;
    }

    @Override
    public void head(Node node, int depth) {
      if (node instanceof Element element) {
        within += not.test(element) ? 1 : 0;
      } else if (within == 0 && node instanceof TextNode text) {
        length += shownLength(text.getWholeText());
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (within > 0 && node instanceof Element element && not.test(element)) {
        within--;
      }
    }

    /** Runs of white space count as one, and none at either end. */
    private static int shownLength(String text) {
      int length = 0;
      boolean gap = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isWhitespace(c) || c == NO_BREAK_SPACE) {
          gap = true;
        } else if (c != ZERO_WIDTH_SPACE && c != SOFT_HYPHEN) {
          length += gap && length > 0 ? 2 : 1;
          gap = false;
        }
      }
      return length;
    }
  }
}
