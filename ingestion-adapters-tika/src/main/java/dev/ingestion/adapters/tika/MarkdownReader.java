package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.front.matter.YamlFrontMatterVisitor;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Reads Markdown by way of the HTML that it stands for, which may also stand in it. */
final class MarkdownReader implements PartReader {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), YamlFrontMatterExtension.create());

  private final TextDecoder decoder;
  private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
  private final HtmlRenderer renderer = HtmlRenderer.builder().extensions(EXTENSIONS).build();

  MarkdownReader(TextDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public String read(Part part, Outline outline, ParseBudget budget) throws IOException {
    Node document = parser.parse(decoder.decode(budget.readText(part.stream()), part.metadata()));
    Element body = Jsoup.parseBodyFragment(renderer.render(document)).body();
    Boilerplate.tidy(body);
    DomWalk.over(body, outline);
    String title = frontMatterTitle(document);
    return title.isEmpty() ? DomWalk.firstHeading(body) : title;
  }

  private static String frontMatterTitle(Node document) {
    YamlFrontMatterVisitor frontMatter = new YamlFrontMatterVisitor();
    document.accept(frontMatter);
    return Texts.normalised(
        String.join(" ", frontMatter.getData().getOrDefault("title", List.of())));
  }
}
