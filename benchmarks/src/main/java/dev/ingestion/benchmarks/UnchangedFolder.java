package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A second run over a folder in which nothing has changed, from its start to its completion,
 * against walking the folder and reading each file's attributes.
 */
final class UnchangedFolder implements Benchmark {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final int FILES_A_FOLDER = 500;

  @Override
  public String name() {
    return "unchanged";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    int files = full ? 100_000 : 100;
    try (Scratch root = Scratch.in(scratch);
        Installation installation =
            Installation.open(root.path().resolve("data"), RealParts.Pipeline.READING)) {
      Path folder =
          GeneratedFiles.make(
              root.path().resolve("files"),
              files,
              FILES_A_FOLDER,
              number -> "This is file " + number + ".");
      IngestionState first = installation.ingest(KB, folder, files);
      BrokenBenchmarkException.require("documents indexed", files, first.documents().indexed());
      List<Pair> rounds = new ArrayList<>();
      if (full) {
        again(installation, folder, files);
        walk(folder, files);
      }
      for (int round = 0; round < (full ? 7 : 1); round++) {
        rounds.add(new Pair(again(installation, folder, files), walk(folder, files)));
      }
      return List.of(
          Row.of(
              name(),
              "second run over %,d files, against walking them".formatted(files),
              "s",
              rounds,
              Goal.atMost(2)));
    }
  }

  private static double again(Installation installation, Path folder, int files) {
    long start = System.nanoTime();
    IngestionState state = installation.ingest(KB, folder, files);
    double seconds = seconds(start);
    BrokenBenchmarkException.require("documents unchanged", files, state.documents().unchanged());
    return seconds;
  }

  private static double walk(Path folder, int files) {
    LongAdder seen = new LongAdder();
    LongAdder bytes = new LongAdder(); // so that nobody can do without the attributes
    long start = System.nanoTime();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              seen.increment();
              bytes.add(attributes.size() + attributes.lastModifiedTime().toMillis() % 2);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double seconds = seconds(start);
    BrokenBenchmarkException.require("files walked", files, seen.sum());
    BrokenBenchmarkException.require("bytes in a file", 1, bytes.sum() > files ? 1 : 0);
    return seconds;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
