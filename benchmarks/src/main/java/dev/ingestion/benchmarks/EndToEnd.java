package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.RecordingModel.Embedded;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Real pages from a folder to searchable, durable, with the model: against the model alone on the
 * same texts, and against LangChain4j on the same pages. Only what the model was really given
 * counts: texts it was not asked for again, or the ends of texts that were cut off, do not.
 */
final class EndToEnd implements Benchmark {
  private static final String QUERY = "how to create an index on an expression";

  @Override
  public String name() {
    return "end-to-end";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    if (!full) {
      return run(scratch, 1, 1);
    }
    List<Row> rows = new ArrayList<>(run(scratch, 30, 5));
    rows.addAll(run(scratch, 300, 3));
    return rows;
  }

  private static List<Row> run(Path scratch, int pages, int rounds) {
    try (Scratch root = Scratch.in(scratch);
        Installation ours =
            Installation.open(root.path().resolve("data"), RealParts.Pipeline.WHOLE);
        BareOnnx bare = BareOnnx.open()) {
      return new Rounds(ours, bare, new LangChain(), RealPages.copy(root.path(), pages))
          .run(rounds);
    }
  }

  /**
   * How many were really embedded a second. Texts that are the same in two documents may be
   * embedded at the same time, by which their number varies a little.
   */
  private record Rates(double texts, double tokens) {}

  /** One warm-up of each side, and the rounds. */
  private static final class Rounds {
    private final Installation ours;
    private final BareOnnx bare;
    private final LangChain chain;
    private final RealPages pages;
    private final List<long[]> texts = new ArrayList<>();
    private Set<String> distinct = Set.of();
    private int jobs;

    Rounds(Installation ours, BareOnnx bare, LangChain chain, RealPages pages) {
      this.ours = ours;
      this.bare = bare;
      this.chain = chain;
      this.pages = pages;
    }

    List<Row> run(int rounds) {
      warmUp();
      List<Pair> againstBare = new ArrayList<>();
      List<Pair> againstChain = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Rates rates = ours();
        againstBare.add(new Pair(rates.texts(), texts.size() / bare()));
        againstChain.add(new Pair(rates.tokens(), chain()));
      }
      return List.of(
          Row.of(
              "end-to-end",
              "folder of %d pages to searchable, against bare ONNX Runtime on the same texts"
                  .formatted(pages.files()),
              "chunks/s",
              againstBare,
              Goal.atLeast(0.92)),
          Row.of(
              "end-to-end",
              "the same %d pages, against LangChain4j's EmbeddingStoreIngestor"
                  .formatted(pages.files()),
              "tokens/s",
              againstChain,
              Goal.atLeast(2)));
    }

    private void warmUp() {
      ingest();
      List<Embedded> embedded = ours.embedded();
      for (Embedded each : embedded) {
        texts.add(bare.tokens(each.text()));
      }
      distinct = distinct(embedded);
      List<float[]> vectors = bare.embed(texts);
      for (int i = 0; i < vectors.size(); i++) {
        BrokenBenchmarkException.require(
            "texts with another vector from the bare model",
            0,
            cosine(vectors.get(i), embedded.get(i).vector()) > 0.9999 ? 0 : 1);
      }
      chain();
    }

    private Rates ours() {
      long start = System.nanoTime();
      ingest();
      double seconds = seconds(start);
      List<Embedded> embedded = ours.embedded();
      BrokenBenchmarkException.require(
          "texts embedded that the first job did not embed, or the other way round",
          0,
          distinct.equals(distinct(embedded)) ? 0 : 1);
      long tokens = embedded.stream().mapToLong(each -> bare.tokens(each.text()).length).sum();
      return new Rates(embedded.size() / seconds, tokens / seconds);
    }

    private static Set<String> distinct(List<Embedded> embedded) {
      return embedded.stream().map(Embedded::text).collect(Collectors.toSet());
    }

    /** Each time for another knowledge base, which has no vectors yet. */
    private void ingest() {
      KnowledgeBaseId kb = new KnowledgeBaseId("kb-" + jobs++);
      ours.ingest(kb, pages.folder(), pages.files());
      BrokenBenchmarkException.require(
          "searches that find something", 1, Math.min(1, ours.hits(kb, QUERY)));
    }

    private double bare() {
      long start = System.nanoTime();
      List<float[]> vectors = bare.embed(texts);
      double seconds = seconds(start);
      BrokenBenchmarkException.require(
          "vectors of the bare model",
          texts.size(),
          vectors.stream().filter(vector -> vector.length > 0).count());
      return seconds;
    }

    /** Tokens a second that its model was really given. */
    private double chain() {
      long start = System.nanoTime();
      InMemoryEmbeddingStore<TextSegment> store = chain.ingest(pages.folder(), pages.files());
      double seconds = seconds(start);
      List<String> stored = LangChain.texts(store);
      BrokenBenchmarkException.require("texts of LangChain4j", store.size(), stored.size());
      long given = 0;
      for (String text : stored) {
        given += Math.min(LangChain.MOST_TOKENS, bare.tokens(text).length);
      }
      return given / seconds;
    }

    private static double cosine(float[] a, float[] b) {
      double product = 0;
      double squaresA = 0;
      double squaresB = 0;
      for (int i = 0; i < a.length; i++) {
        product += (double) a[i] * b[i];
        squaresA += (double) a[i] * a[i];
        squaresB += (double) b[i] * b[i];
      }
      return product / Math.sqrt(squaresA * squaresB);
    }

    private static double seconds(long start) {
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
