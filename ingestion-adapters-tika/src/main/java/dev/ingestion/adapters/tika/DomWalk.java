package dev.ingestion.adapters.tika;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Makes blocks of a tree of HTML elements. */
final class DomWalk implements NodeVisitor {
  private final BlockAssembler blocks;

  private DomWalk(BlockAssembler blocks) {
    this.blocks = blocks;
  }

  static void over(Element root, Outline outline) {
    BlockAssembler blocks = new BlockAssembler(outline);
    root.traverse(new DomWalk(blocks));
    blocks.flush();
  }

  /**
   * @return empty if there is none
   */
  static String firstHeading(Element root) {
    Element heading = root.selectFirst("h1");
    return heading == null ? "" : Texts.normalised(heading.text());
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof Element element) {
      blocks.start(element.normalName());
    } else if (node instanceof TextNode text) {
      blocks.characters(text.getWholeText());
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      blocks.end(element.normalName());
    }
  }
}
