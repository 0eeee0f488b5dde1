package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.BookIndex.Topic;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.SearchService.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what is looked for is found: the PostgreSQL manual is ingested without its index, whose
 * entries are then looked for. Held against Lucene's BM25 with whole pages, and hybrid search
 * against both of its parts; the graph of vectors against looking at all of them.
 *
 * <p>The two rounds of a line are two halves of the entries: settings were chosen on the first.
 */
final class SearchQuality implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("manual");
  private static final int FIRST_PAGE = 10;
  private static final int HALVES = 2;

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    try (Scratch root = Scratch.in(scratch)) {
      Path data = root.path().resolve("data");
      RealPages pages = RealPages.copy(root.path(), full ? RealPages.allButIndex() : sample());
      List<Topic> topics =
          BookIndex.read(RealPages.MANUAL.resolve(BookIndex.PAGE), new TreeSet<>(pages.names()));
      BrokenBenchmarkException.require(
          "entries of the index, some hundreds", 1, topics.size() >= (full ? 900 : 4) ? 1 : 0);
      Searches searches;
      long chunks;
      try (Installation ours = Installation.open(data, RealParts.Pipeline.WHOLE)) {
        chunks = ours.ingest(KB, pages.folder(), pages.files()).chunks().indexed();
        searches = Searches.of(ours, KB, topics, Math.min(Searches.MOST_PAGES, pages.files()));
      }
      List<Row> rows = new ArrayList<>(againstLucene(root.path(), pages, topics, searches));
      rows.add(neighbours(data.resolve(KB.value()).resolve("index"), chunks, searches));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some pages that entries point to. */
  private static Set<String> sample() {
    return Set.of(
        "ddl-system-columns.html",
        "explicit-joins.html",
        "queries-limit.html",
        "queries-union.html",
        "sql-do.html");
  }

  private List<Row> againstLucene(
      Path scratch, RealPages pages, List<Topic> topics, Searches searches) throws IOException {
    List<List<String>> plain = new ArrayList<>();
    try (Scratch root = Scratch.in(scratch);
        PlainBm25 lucene = new PlainBm25(root.path(), pages.paths())) {
      BrokenBenchmarkException.require("pages in Lucene", pages.files(), lucene.size());
      for (Topic topic : topics) {
        plain.add(lucene.search(topic.query(), Searches.MOST_PAGES));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      Comparison comparison = new Comparison(name(), measure, topics);
      for (Mode mode : List.of(Mode.HYBRID, Mode.TEXT, Mode.VECTOR)) {
        rows.add(
            comparison.row(
                name(mode) + ", against plain BM25", searches.by(mode), plain, Goal.NONE));
      }
      for (Mode part : List.of(Mode.TEXT, Mode.VECTOR)) {
        rows.add(
            comparison.row(
                "hybrid, against " + name(part) + " alone",
                searches.by(Mode.HYBRID),
                searches.by(part),
                Goal.atLeast(1)));
      }
    }
    return rows;
  }

  private static String name(Mode mode) {
    return switch (mode) {
      case HYBRID -> "hybrid";
      case TEXT -> "words";
      case VECTOR -> "vectors";
    };
  }

  private Row neighbours(Path index, long chunks, Searches searches) throws IOException {
    ExactNeighbours exact = ExactNeighbours.read(index);
    BrokenBenchmarkException.require("vectors in the index", chunks, exact.size());
    List<Pair> rounds = new ArrayList<>();
    for (int half = 0; half < HALVES; half++) {
      double sum = 0;
      int count = 0;
      for (int i = half; i < searches.vectors().size(); i += HALVES) {
        sum += exact.recall(searches.vectors().get(i), searches.nearest().get(i));
        count++;
      }
      rounds.add(new Pair(sum / count, 1));
    }
    return Row.of(
        name(),
        "nearest %d chunks by the graph, against all looked at".formatted(Searches.NEAREST),
        "recall@" + Searches.NEAREST,
        rounds,
        Goal.atLeast(0.95));
  }

  /** How a ranking is measured. */
  private enum Measure {
    NDCG("nDCG@" + FIRST_PAGE),
    RECALL("recall@" + Searches.MOST_PAGES);

    private final String unit;

    Measure(String unit) {
      this.unit = unit;
    }

    double of(List<String> ranking, Topic topic) {
      return switch (this) {
        case NDCG -> RankingQuality.ndcg(ranking, topic.pages(), FIRST_PAGE);
        case RECALL -> RankingQuality.recall(ranking, topic.pages(), Searches.MOST_PAGES);
      };
    }
  }

  private record Comparison(String benchmark, Measure measure, List<Topic> topics) {
    Row row(String what, List<List<String>> ours, List<List<String>> theirs, Goal goal) {
      List<Pair> rounds = new ArrayList<>();
      for (int half = 0; half < HALVES; half++) {
        rounds.add(new Pair(mean(ours, half), mean(theirs, half)));
      }
      String line = "%s: %s".formatted(measure.unit, what);
      return Row.of(benchmark, line, measure.unit, rounds, goal);
    }

    private double mean(List<List<String>> rankings, int half) {
      double sum = 0;
      int count = 0;
      for (int i = half; i < topics.size(); i += HALVES) {
        sum += measure.of(rankings.get(i), topics.get(i));
        count++;
      }
      return sum / count;
    }
  }
}
