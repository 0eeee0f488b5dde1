package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.RecordingModel.Embedded;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.SearchService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the start of a job, in a process that has run others, until a search finds
 * its first chunk, against what cannot be done without: one text embedded, one commit of an index.
 */
final class FirstChunk implements Benchmark {
  @Override
  public String name() {
    return "first-chunk";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    try (Scratch root = Scratch.in(scratch);
        Installation installation =
            Installation.open(root.path().resolve("data"), RealParts.Pipeline.WHOLE);
        BareOnnx bare = BareOnnx.open()) {
      RealPages pages = RealPages.copy(root.path(), full ? 8 : 1);
      List<Embedded> embedded = warmUp(installation, pages, full ? 3 : 1);
      long[] text =
          bare.tokens(
              embedded.stream()
                  .map(Embedded::text)
                  .max((a, b) -> a.length() - b.length())
                  .orElseThrow());
      List<Pair> rounds = new ArrayList<>();
      for (int round = 0; round < (full ? 15 : 1); round++) {
        KnowledgeBaseId kb = new KnowledgeBaseId("kb-" + round);
        rounds.add(new Pair(untilFound(installation, kb, pages), atLeast(scratch, bare, text)));
      }
      return List.of(
          Row.of(
              name(),
              "job start to its first chunk found, against one embedding and one commit",
              "ms",
              rounds,
              Goal.atMost(2)));
    }
  }

  private static List<Embedded> warmUp(Installation installation, RealPages pages, int jobs) {
    for (int i = 0; i < jobs; i++) {
      installation.ingest(new KnowledgeBaseId("warm-" + i), pages.folder(), pages.files());
    }
    return installation.embedded();
  }

  private static double untilFound(Installation installation, KnowledgeBaseId kb, RealPages pages) {
    long start = System.nanoTime();
    installation.start(kb, pages.folder());
    while (!isFound(installation, kb)) {
      LockSupport.parkNanos(500_000);
    }
    double milliseconds = (System.nanoTime() - start) / 1e6;
    try {
      long indexed =
          installation
              .get(IngestionService.class)
              .await(kb, Duration.ofMinutes(10))
              .documents()
              .indexed();
      BrokenBenchmarkException.require("documents indexed", pages.files(), indexed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a job runs", e);
    }
    return milliseconds;
  }

  /** By words, which asks nothing of the model. */
  private static boolean isFound(Installation installation, KnowledgeBaseId kb) {
    try {
      return !installation
          .get(SearchService.class)
          .search(kb, "PostgreSQL", 1, SearchService.Mode.TEXT)
          .hits()
          .isEmpty();
    } catch (IngestionException e) {
      return false; // its index is not there yet
    }
  }

  private static double atLeast(Path scratch, BareOnnx bare, long[] text) {
    try (Scratch root = Scratch.in(scratch);
        BareLucene lucene = new BareLucene(root.path())) {
      var document = SampleChunks.documents(1, 1).get(0);
      long start = System.nanoTime();
      List<float[]> vectors = bare.embed(List.of(text));
      lucene.add(document);
      lucene.commit();
      double milliseconds = (System.nanoTime() - start) / 1e6;
      BrokenBenchmarkException.require("vectors", 1, vectors.size());
      BrokenBenchmarkException.require("documents committed", 1, lucene.count());
      return milliseconds;
    } catch (IOException e) {
      throw new IllegalStateException("Lucene fails", e);
    }
  }
}
