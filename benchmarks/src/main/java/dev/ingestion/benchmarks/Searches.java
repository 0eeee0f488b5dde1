package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.BookIndex.Topic;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SearchService.Hit;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.SearchService.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What the product finds for every topic, in the order of the topics.
 *
 * @param rankings for each mode, pages by their best chunk
 * @param vectors of the queries
 * @param nearest ids of the first chunks by vector
 */
record Searches(
    Map<Mode, List<List<String>>> rankings, List<float[]> vectors, List<List<String>> nearest) {
  static final int MOST_PAGES = 100;
  static final int NEAREST = 10;

  /** Chunks that mostly have so many pages; the most that a search gives, for the others. */
  private static final int[] LIMITS = {300, 1_000};

  /**
   * @param pages how many different pages a search by vector has to find
   */
  static Searches of(Installation ours, KnowledgeBaseId kb, List<Topic> topics, int pages) {
    SearchService search = ours.get(SearchService.class);
    Map<Mode, List<List<String>>> rankings = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      rankings.put(mode, each(topics, topic -> pages(search, kb, topic, mode)));
    }
    Searches searches =
        new Searches(
            rankings,
            each(topics, topic -> ours.get(RealParts.MODEL).embed(List.of(topic.query())).get(0)),
            each(
                topics,
                topic ->
                    search.search(kb, topic.query(), NEAREST, Mode.VECTOR).hits().stream()
                        .map(Hit::chunkId)
                        .toList()));
    for (List<String> found : searches.by(Mode.VECTOR)) {
      BrokenBenchmarkException.require("pages by vector", pages, found.size());
    }
    for (List<String> found : searches.by(Mode.HYBRID)) {
      BrokenBenchmarkException.require("pages by both", pages, found.size());
    }
    return searches;
  }

  /** Pages by their best chunk, for each topic. */
  List<List<String>> by(Mode mode) {
    return Objects.requireNonNull(rankings.get(mode));
  }

  private static List<String> pages(
      SearchService search, KnowledgeBaseId kb, Topic topic, Mode mode) {
    Set<String> pages = new LinkedHashSet<>();
    for (int limit : LIMITS) {
      Result result = search.search(kb, topic.query(), limit, mode);
      BrokenBenchmarkException.require("searches by " + mode, 1, result.mode() == mode ? 1 : 0);
      pages.clear();
      result.hits().forEach(hit -> pages.add(hit.document()));
      if (pages.size() >= MOST_PAGES || result.hits().size() < limit) {
        break;
      }
    }
    return pages.stream().limit(MOST_PAGES).toList();
  }

  /** On all cores. */
  private static <T> List<T> each(List<Topic> topics, Function<Topic, T> work) {
    List<T> results = new ArrayList<>(Collections.nCopies(topics.size(), null));
    List<Integer> places = IntStream.range(0, topics.size()).boxed().toList();
    Cores.each(places, (thread, at) -> results.set(at, work.apply(topics.get(at))));
    return results;
  }
}
