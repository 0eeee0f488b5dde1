package dev.ingestion.adapters.tika;

import java.io.IOException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Reads web pages. */
final class HtmlReader implements PartReader {
  private final TextDecoder decoder;

  HtmlReader(TextDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public String read(Part part, Outline outline, ParseBudget budget) throws IOException {
    Document page = Jsoup.parse(decoder.decode(budget.readText(part.stream()), part.metadata()));
    String title = Texts.normalised(page.title());
    Element content = Boilerplate.removeFrom(page);
    DomWalk.over(content, outline);
    return title.isEmpty() ? DomWalk.firstHeading(content) : title;
  }
}
