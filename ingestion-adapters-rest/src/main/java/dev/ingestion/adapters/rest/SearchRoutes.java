package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.SearchService.Result;
import dev.ingestion.ports.in.view.SearchView;
import dev.ingestion.ports.in.view.SearchView.HitView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Searches, and shows where the words are. */
final class SearchRoutes implements Routes {
  private static final int USUAL = 10;
  private static final int LONGEST = 4_096;

  private final SearchService search;
  private final KnowledgeBaseService knowledgeBases;

  @Inject
  SearchRoutes(SearchService search, KnowledgeBaseService knowledgeBases) {
    this.search = search;
    this.knowledgeBases = knowledgeBases;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(ONE + "/search", this::search, Access.READ);
  }

  private void search(Context context) {
    Query query = Query.of(context, "q", "limit", "mode");
    KnowledgeBaseId kb = Input.kb(context);
    String words = query.text("q").orElse("");
    if (words.length() > LONGEST) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "A query has %,d characters at most: %,d".formatted(LONGEST, words.length()));
    }
    Mode mode = query.constant("mode", Mode.class, true).orElse(Mode.HYBRID);
    Result result = search.search(kb, words, query.limit(USUAL), mode);
    SearchView view = SearchView.of(result, knowledgeBases.hasManySources(kb));
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < view.hits().size(); i++) {
      hits.add(new Hit(view.hits().get(i), Snippet.of(result.hits().get(i).snippet())));
    }
    context.json(new Hits(hits, result.mode().name().toLowerCase(Locale.ROOT), view.elapsed()));
  }

  private record Hits(List<Hit> hits, String mode, double elapsed) {}

  private record Hit(@JsonUnwrapped HitView hit, Snippet snippet) {}

  /** A part of a text, and where in it the words are that were looked for. */
  record Snippet(String text, List<Match> matches) {
    private static final char BEGIN = '\u0001';
    private static final char END = '\u0002';

    static Snippet of(String marked) {
      StringBuilder text = new StringBuilder();
      List<Match> matches = new ArrayList<>();
      int begin = -1;
      for (int i = 0; i < marked.length(); i++) {
        char c = marked.charAt(i);
        if (c == BEGIN) {
          begin = text.length();
        } else if (c != END) {
          text.append(c);
        } else if (begin >= 0) {
          matches.add(new Match(begin, text.length()));
          begin = -1;
        }
      }
      return new Snippet(text.toString(), matches);
    }
  }

  record Match(int start, int end) {}
}
