package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.RecordingModel.Embedded;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bytes on disk for each chunk of real pages when its job is complete and the program has ended,
 * against those of its text and its vector alone.
 */
final class DiskSize implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    try (Scratch root = Scratch.in(scratch)) {
      RealPages pages = RealPages.copy(root.path(), full ? 60 : 1);
      Path data = root.path().resolve("data");
      List<Embedded> embedded;
      long chunks;
      try (Installation installation = Installation.open(data, RealParts.Pipeline.WHOLE)) {
        chunks = installation.ingest(KB, pages.folder(), pages.files()).chunks().indexed();
        embedded = installation.embedded();
      }
      BrokenBenchmarkException.require(
          "texts embedded, no more than chunks", 1, embedded.size() <= chunks ? 1 : 0);
      double least = embedded.stream().mapToDouble(DiskSize::textAndVector).sum() / embedded.size();
      return List.of(
          row("index", bytes(data.resolve(KB.value()).resolve("index")) / (double) chunks, least),
          row(
              "ledger and empty queue, with what the database keeps by itself",
              bytes(data.resolve("_database")) / (double) chunks,
              least));
    }
  }

  private Row row(String what, double bytes, double least) {
    return Row.of(
        name(),
        what + ", against text and vector",
        "bytes/chunk",
        List.of(new Pair(bytes, least)),
        Goal.NONE);
  }

  private static double textAndVector(Embedded each) {
    return each.text().getBytes(StandardCharsets.UTF_8).length
        + (double) each.vector().length * Float.BYTES;
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      long sum = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sum += Files.size(file);
      }
      BrokenBenchmarkException.require("bytes in " + folder.getFileName(), 1, sum > 0 ? 1 : 0);
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
