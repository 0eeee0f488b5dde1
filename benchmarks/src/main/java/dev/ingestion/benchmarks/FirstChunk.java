package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.RecordingModel.Embedded;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.SearchService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the start of a job, in a process that has run others, until a search finds
 * its first chunk, against what cannot be done without: its texts embedded, one commit of an index.
 * A document is found when it is whole; so the first is one of a single chunk, and then a page of
 * several.
 */
final class FirstChunk implements Benchmark {
  private static final String NOTE = "It keeps rows in tables and says so to whoever asks. ";

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
      First page = page(installation, bare, pages, root.path());
      First note = note(installation, bare, pages, root.path());
      List<Pair> notes = new ArrayList<>();
      List<Pair> whole = new ArrayList<>();
      for (int round = 0; round < (full ? 15 : 1); round++) {
        notes.add(pair(installation, bare, note, "note-" + round, scratch));
        whole.add(pair(installation, bare, page, "page-" + round, scratch));
      }
      return List.of(
          Row.of(
              name(),
              "job start to its first chunk found, against one embedding and one commit",
              "ms",
              notes,
              Goal.atMost(2)),
          Row.of(
              name(),
              "the same for a page of %d chunks, against as many embeddings and one commit"
                  .formatted(page.texts().size()),
              "ms",
              whole,
              Goal.NONE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a job finds first.
   *
   * @param files how many are in the folder
   * @param texts tokens of the chunks of the first of them
   */
  private record First(Path folder, int files, List<long[]> texts) {}

  /** The pages as they are; the first has several chunks. */
  private static First page(Installation installation, BareOnnx bare, RealPages pages, Path scratch)
      throws IOException {
    Path first = Files.createDirectory(scratch.resolve("first"));
    String name = pages.names().get(0);
    Files.copy(pages.folder().resolve(name), first.resolve(name));
    List<String> texts = embedded(installation, "warm-first", first, 1);
    embedded(installation, "warm-pages", pages.folder(), pages.files());
    return new First(pages.folder(), pages.files(), tokens(bare, texts));
  }

  /** The same pages behind a short note. */
  private static First note(Installation installation, BareOnnx bare, RealPages pages, Path scratch)
      throws IOException {
    RealPages copy =
        RealPages.copy(Files.createDirectory(scratch.resolve("noted")), Set.copyOf(pages.names()));
    Files.writeString(
        copy.folder().resolve("0-note.html"), "<h1>PostgreSQL</h1><p>" + NOTE.repeat(12) + "</p>");
    List<String> texts =
        embedded(installation, "warm-noted", copy.folder(), pages.files() + 1).stream()
            .filter(text -> text.contains(NOTE))
            .toList();
    BrokenBenchmarkException.require("chunks of the note", 1, texts.size());
    return new First(copy.folder(), pages.files() + 1, tokens(bare, texts));
  }

  private static List<String> embedded(
      Installation installation, String kb, Path folder, int files) {
    installation.ingest(new KnowledgeBaseId(kb), folder, files);
    return installation.embedded().stream().map(Embedded::text).toList();
  }

  private static List<long[]> tokens(BareOnnx bare, List<String> texts) {
    return texts.stream().map(bare::tokens).toList();
  }

  private static Pair pair(
      Installation installation, BareOnnx bare, First first, String kb, Path scratch) {
    return new Pair(
        untilFound(installation, new KnowledgeBaseId(kb), first),
        atLeast(scratch, bare, first.texts()));
  }

  private static double untilFound(Installation installation, KnowledgeBaseId kb, First first) {
    long start = System.nanoTime();
    installation.start(kb, first.folder());
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
      BrokenBenchmarkException.require("documents indexed", first.files(), indexed);
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

  private static double atLeast(Path scratch, BareOnnx bare, List<long[]> texts) {
    try (Scratch root = Scratch.in(scratch);
        BareLucene lucene = new BareLucene(root.path())) {
      var document = SampleChunks.documents(1, texts.size()).get(0);
      long start = System.nanoTime();
      List<float[]> vectors = bare.embed(texts);
      lucene.add(document);
      lucene.commit();
      double milliseconds = (System.nanoTime() - start) / 1e6;
      BrokenBenchmarkException.require("vectors", texts.size(), vectors.size());
      BrokenBenchmarkException.require("documents committed", texts.size(), lucene.count());
      return milliseconds;
    } catch (IOException e) {
      throw new IllegalStateException("Lucene fails", e);
    }
  }
}
