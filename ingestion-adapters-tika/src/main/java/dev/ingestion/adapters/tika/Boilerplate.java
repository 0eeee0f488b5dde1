package dev.ingestion.adapters.tika;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Elements;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/** Tells what a web page says from what every page of its site says. */
final class Boilerplate {
  /** Nobody sees it, or it is nothing to read. */
  private static final Evaluator INVISIBLE =
      any(
          "head, script, style, noscript, template, svg, canvas, object, embed, iframe, audio, video,"
              + " button, input, select, option, textarea, [hidden], [aria-hidden=true],"
              + " [style~=(?i)display\\s*:\\s*none],"
              // the link to itself beside a heading
              + " a.headerlink, a.header-anchor, a.anchorjs-link, a.hash-link, a.anchor-link");

  /** The page around the content, by HTML's own words and by those of widespread generators. */
  private static final Evaluator AROUND =
      any(
          "nav, [role=navigation], [role=banner], [role=contentinfo], [role=search],"
              + " [role=complementary], .navheader, .navfooter, .sphinxsidebar,"
              + " .sphinxsidebarwrapper, .related, .footer, #footer, #header, .navbar, #navbar,"
              + " .sidebar, #sidebar, .breadcrumb, .breadcrumbs, .pagination, .skip-link, .skip-nav,"
              + " .topNav, .bottomNav, .subNav, .cookie-banner,"
              + " .mw-editsection, .navbox, .catlinks, .printfooter, .noprint");

  private static final Evaluator CONTENTS = any(".toc, #toc, .table-of-contents, [role=doc-toc]");
  private static final Evaluator PAGE_EDGES = any("header, footer");
  private static final Evaluator MAIN = any("main, [role=main]");
  private static final Evaluator ARTICLE = any("article");
  private static final Evaluator ASIDE = any("aside");
  private static final Evaluator WITHIN_CONTENT = any("article, section, main, [role=main]");

  /** A remark in the text: it may be an aside, and its heading is over nothing but itself. */
  private static final Evaluator REMARK =
      any(
          ".admonition, .note, .tip, .warning, .important, .caution, .footnote, .footnotes,"
              + " [role=note], [role=doc-footnote]");

  private static final Evaluator HEADINGS = any("h1, h2, h3, h4, h5, h6");

  /** Less than this share of the readable text is not the content but a mistake of ours, */
  private static final double LEAST_SHARE = 0.2;

  /** or, where the page itself says what its content is, less than this, */
  private static final double LEAST_SHARE_OF_MAIN = 0.05;

  /** unless it has this share of all text: a list of links, with other links around it. */
  private static final double LEAST_SHARE_WITH_LINKS = 0.5;

  /** More than this share of what is left is the content, and the rest is not. */
  private static final double MAIN_SHARE = 0.5;

  private Boilerplate() {}

  /** Read once: a page costs less than the reading of these. */
  private static Evaluator any(String selectors) {
    return Selector.evaluatorOf(selectors);
  }

  /**
   * @return the element that holds the content; the page is changed
   */
  static Element removeFrom(Document page) {
    tidy(page.body());
    Element body = page.body().clone();
    body.select(AROUND).remove();
    removeIf(body.select(PAGE_EDGES), edge -> edge.closest(WITHIN_CONTENT) == null);
    removeIf(body.select(ASIDE), aside -> !aside.is(REMARK));
    Element content = mainPart(body);
    if (!isPlausible(content, page.body())) {
      return page.body();
    }
    removeContents(content);
    return content;
  }

  /** The first page of a chapter may have nothing else to say than what stands in it. */
  private static void removeContents(Element content) {
    Elements contents = content.select(CONTENTS);
    if (contents.isEmpty()) {
      return;
    }
    int besides =
        readable(content, node -> isLink(node) || isHeading(node) || contents.contains(node));
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
    return content.is(MAIN) ? LEAST_SHARE_OF_MAIN : LEAST_SHARE;
  }

  /** Removes what nobody reads. */
  static void tidy(Element body) {
    body.select(INVISIBLE).remove();
    body.select(REMARK).forEach(remark -> remark.select(HEADINGS).tagName("p"));
  }

  private static void removeIf(Elements candidates, Predicate<Element> superfluous) {
    candidates.stream().filter(superfluous).forEach(Node::remove);
  }

  private static Element mainPart(Element body) {
    for (Evaluator candidates : List.of(MAIN, ARTICLE)) {
      Elements found = body.select(candidates);
      Element largest =
          found.stream().max(Comparator.comparingInt(Boilerplate::readable)).orElse(body);
      if (readable(largest) >= MAIN_SHARE * readable(body)) {
        return largest;
      }
    }
    return body;
  }

  /** Characters that are no link: navigation is mostly links, and content is mostly not. */
  private static int readable(Element root) {
    return readable(root, Boilerplate::isLink);
  }

  private static int readable(Element root, Predicate<Node> not) {
    return root.nodeStream(TextNode.class)
        .filter(text -> !isWithin(text, not))
        .mapToInt(text -> text.text().strip().length())
        .sum();
  }

  private static boolean isLink(Node node) {
    return node.nameIs("a");
  }

  private static boolean isHeading(Node node) {
    return node instanceof Element element && element.is(HEADINGS);
  }

  private static boolean isWithin(TextNode text, Predicate<Node> container) {
    Node ancestor = text.parent();
    while (ancestor != null && !container.test(ancestor)) {
      ancestor = ancestor.parent();
    }
    return ancestor != null;
  }
}
