package dev.ingestion.ports.in.view;

import dev.ingestion.ports.in.SearchService.Hit;
import dev.ingestion.ports.in.SearchService.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a search found, best first. */
public record SearchView(List<HitView> hits, double elapsed) {

  /**
   * @param manySources whether the source of a document must be named
   */
  public static SearchView of(Result result, boolean manySources) {
    return new SearchView(
        result.hits().stream().map(hit -> HitView.of(hit, manySources)).toList(),
        JobView.seconds(result.elapsed()));
  }

  /**
   * A passage. The key {@code source} is left out where there is but one.
   *
   * @param heading those it stands under, outermost first
   * @param page from 1; null if the document has none
   * @param start offset of the text in the parsed document
   */
  public record HitView(
      @Nullable String source,
      String document,
      String chunkId,
      double score,
      String title,
      String heading,
      @Nullable Integer page,
      int start,
      int end,
      String text) {
    static HitView of(Hit hit, boolean manySources) {
      return new HitView(
          manySources ? hit.source().value() : null,
          hit.document(),
          hit.chunkId(),
          hit.score(),
          hit.title(),
          String.join(" > ", hit.headings()),
          hit.page() > 0 ? hit.page() : null,
          hit.start(),
          hit.end(),
          hit.text());
    }
  }
}
