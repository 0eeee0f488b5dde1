package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders that nobody would make on purpose, against a usual one: files or bytes a second, and the
 * most that is alive in the heap. All is real but the model, which costs nothing.
 */
final class BadInput implements Benchmark {
  private static final int USUAL_FOLDER = 100;
  private static final int LARGEST_TAKEN = 9_000_000;

  /** Each job's time is measured as well, of which collections are to be a small part. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Override
  public String name() {
    return "bad-input";
  }

  /** What a job cost. */
  private record Cost(double seconds, double megabytes, IngestionState state) {}

  @Override
  public List<Row> run(Path scratch, boolean full) {
    try (Scratch root = Scratch.in(scratch);
        Installation installation =
            Installation.open(root.path().resolve("data"), RealParts.Pipeline.WITHOUT_MODEL)) {
      Jobs jobs = new Jobs(installation, root.path());
      int few = full ? 3_000 : 20;
      int many = full ? 100_000 : 60;
      int same = full ? 1_000 : 20;
      Path usual = jobs.folder("usual", few, USUAL_FOLDER, Jobs::kilobyte);
      jobs.run(usual, few); // what the JIT compiler needs to know
      Cost before = jobs.run(usual, few);
      Cost tiny =
          jobs.run(jobs.folder("tiny", many, USUAL_FOLDER, n -> "%09d.".formatted(n)), many);
      Cost flat = jobs.run(jobs.folder("flat", many, many, n -> "%09d.".formatted(n)), many);
      Cost identical =
          jobs.run(jobs.folder("same", same, USUAL_FOLDER, n -> Jobs.kilobyte(0)), same);
      Cost large = jobs.run(jobs.large("large", full ? LARGEST_TAKEN : 100_000), 1);
      Cost refused = jobs.refused(jobs.large("refused", full ? 500_000_000L : 110_000_000L));
      Cost after = jobs.run(usual, few);
      double seconds = Math.sqrt(before.seconds() * after.seconds());
      double files = few / seconds;
      List<Row> rows = new ArrayList<>();
      rows.add(rate("%,d files of 10 bytes".formatted(many), many / tiny.seconds(), files));
      rows.add(rate("one folder of %,d files".formatted(many), many / flat.seconds(), files));
      rows.add(rate("%,d identical files".formatted(same), same / identical.seconds(), files));
      rows.add(
          Row.of(
              name(),
              "one text of 9 MB, against as many bytes in files of 1 kB",
              "kB/s",
              List.of(
                  new Pair(
                      (full ? LARGEST_TAKEN : 100_000) / 1e3 / large.seconds(),
                      few * (SyntheticDocuments.CHUNK_CHARACTERS / 1e3) / seconds)),
              Goal.atLeast(0.5)));
      rows.add(
          Row.of(
              name(),
              "one text of 500 MB, refused as too large, against the usual folder",
              "s",
              List.of(new Pair(refused.seconds(), seconds)),
              Goal.NONE));
      double usualHeap = Math.max(before.megabytes(), after.megabytes());
      rows.add(heap("%,d files of 10 bytes".formatted(many), tiny, usualHeap));
      rows.add(heap("one folder of %,d files".formatted(many), flat, usualHeap));
      rows.add(heap("%,d identical files".formatted(same), identical, usualHeap));
      rows.add(heap("one text of 9 MB", large, usualHeap));
      rows.add(heap("one text of 500 MB", refused, usualHeap));
      return rows;
    }
  }

  private Row rate(String what, double ours, double usual) {
    return Row.of(
        name(),
        what + ", against usual ones",
        "files/s",
        List.of(new Pair(ours, usual)),
        Goal.atLeast(0.5));
  }

  private Row heap(String what, Cost cost, double usual) {
    return Row.of(
        name(),
        what + ": most alive, against the usual folder",
        "MB",
        List.of(new Pair(cost.megabytes(), usual)),
        Goal.NONE);
  }

  private static final class Jobs {
    private final Installation installation;
    private final Path root;
    private int number;

    Jobs(Installation installation, Path root) {
      this.installation = installation;
      this.root = root;
    }

    static String kilobyte(int number) {
      return SyntheticDocuments.paragraph(number, "file");
    }

    Path folder(String name, int files, int each, GeneratedFiles.Content content) {
      return GeneratedFiles.make(root.resolve(name), files, each, content);
    }

    Path large(String name, long bytes) {
      return GeneratedFiles.makeLarge(root.resolve(name), bytes);
    }

    Cost run(Path folder, int files) {
      Cost cost = finish(folder);
      BrokenBenchmarkException.require("documents seen", files, cost.state().documents().seen());
      BrokenBenchmarkException.require(
          "documents indexed", files, cost.state().documents().indexed());
      return cost;
    }

    Cost refused(Path folder) {
      Cost cost = finish(folder);
      BrokenBenchmarkException.require("documents seen", 1, cost.state().documents().seen());
      BrokenBenchmarkException.require("documents indexed", 0, cost.state().documents().indexed());
      return cost;
    }

    private Cost finish(Path folder) {
      long start = System.nanoTime();
      try (LiveHeap heap = LiveHeap.watch(PAUSE)) {
        IngestionState state = installation.finish(new KnowledgeBaseId("kb-" + number++), folder);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Cost(seconds, heap.mostMegabytes(), state);
      }
    }
  }
}
