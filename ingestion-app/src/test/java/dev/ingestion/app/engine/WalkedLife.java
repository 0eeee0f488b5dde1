package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.DocumentSourceProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in which a knowledge base lives through all {@link WalkStep}s, in one process or in
 * several: its sources, its data, and a note of what is done.
 */
final class WalkedLife {
  /** In nearly every text; a text of the corpus that has none of them is not compared. */
  private static final String WORDS = "the of and to a is in it that this for with";

  private final Path folder;

  WalkedLife(Path folder) {
    this.folder = folder;
  }

  /** A life that has not begun. */
  static WalkedLife begin(Path folder, Path corpus, Path others) throws IOException {
    Files.createDirectories(folder);
    Trees.copy(corpus, folder.resolve("corpus"));
    Trees.copy(corpus, folder.resolve("docs"));
    Trees.copy(others, folder.resolve("other"));
    return new WalkedLife(folder);
  }

  WalkedLife copy(Path target) throws IOException {
    Trees.copy(folder, target);
    return new WalkedLife(target);
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  Workbench open(Between between) {
    return Workbench.open(
        data(), new WalkedModel(folder), new PlainText(moving(between)), KilledMain.SMALL_STEPS);
  }

  private Between moving(Between between) {
    return new Between() {
      @Override
      public <T> T port(Class<T> type, T real) {
        return between.port(
            type,
            type == DocumentSourceProvider.class
                ? type.cast(new MovingSources((DocumentSourceProvider) real, folder))
                : real);
      }
    };
  }

  /** Steps that are not known to be done. */
  List<WalkStep> left() {
    return Stream.of(WalkStep.values()).filter(step -> !Files.exists(note(step))).toList();
  }

  void run(WalkStep step, Workbench bench) throws IOException {
    step.run(folder, bench);
    Files.createFile(note(step));
  }

  private Path note(WalkStep step) {
    return folder.resolve("done-" + step);
  }

  /** What search returns and what the ledger exports, a line each time that it comes. */
  static List<String> content(Workbench bench) {
    List<String> lines = new ArrayList<>();
    if (bench.knowledgeBases().list().isEmpty()) {
      return lines;
    }
    bench
        .get(VerificationService.class)
        .export(
            KB,
            chunk ->
                lines.add(
                    String.join(
                        "|",
                        "ledger",
                        chunk.source(),
                        chunk.document(),
                        chunk.chunkId(),
                        chunk.revision(),
                        chunk.text())));
    bench
        .search()
        .search(KB, WORDS, 1_000, Mode.TEXT)
        .hits()
        .forEach(
            hit ->
                lines.add(
                    String.join(
                        "|",
                        "search",
                        hit.source().value(),
                        hit.document(),
                        hit.chunkId(),
                        hit.text())));
    return lines;
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
