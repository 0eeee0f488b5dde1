package dev.ingestion.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Chunks a second of a whole job of the built program in 512 MB, with the model that comes with it,
 * while many clients read events of the job on the same machine, against the same job unwatched.
 */
final class EventStreams implements Benchmark {
  private static final int CHUNKS_EACH = 2;

  private static final String SENTENCE =
      "It does so in one step, which a reader sees wholly or not at all, whatever happens. ";

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public boolean isPossible() {
    return StartUp.launcher().isPresent();
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    int documents = full ? 300 : 3;
    int listeners = full ? 1_000 : 20;
    int rounds = full ? 7 : 1;
    Path folder = write(scratch.resolve("documents"), documents);
    List<Pair> pairs = new ArrayList<>();
    try (ServedProgram program = ServedProgram.start(scratch, folder)) {
      if (full) {
        rate(program, folder, documents, "warm-up", listeners); // what the JIT compiler needs
      }
      for (int round = 0; round < rounds; round++) {
        double first = rate(program, folder, documents, "a" + round, half(round, listeners));
        double second = rate(program, folder, documents, "b" + round, half(round + 1, listeners));
        pairs.add(round % 2 == 0 ? new Pair(second, first) : new Pair(first, second));
      }
    }
    return List.of(
        Row.of(
            name(),
            "a job that %,d clients watch, against one that nobody does".formatted(listeners),
            "chunks/s",
            pairs,
            Goal.atLeast(0.9)));
  }

  /** Each comes first in half of the rounds. */
  private static int half(int turn, int listeners) {
    return turn % 2 == 0 ? 0 : listeners;
  }

  private static double rate(
      ServedProgram program, Path folder, int documents, String kb, int listeners) {
    program.create(kb, folder);
    try (Listeners clients =
        Listeners.open(program.url(), "/api/v1/knowledge-bases/" + kb + "/events", listeners)) {
      clients.awaitAll("event: snapshot");
      program.start(kb);
      JsonNode job = program.awaitEnd(kb);
      clients.awaitAll("\"status\":\"COMPLETED\"");
      long chunks = job.at("/chunks/indexed").longValue();
      BrokenBenchmarkException.require(
          "documents indexed", documents, job.at("/documents/indexed").longValue());
      BrokenBenchmarkException.require("chunks indexed", (long) documents * CHUNKS_EACH, chunks);
      return chunks / job.path("elapsed").doubleValue();
    }
  }

  private static Path write(Path folder, int documents) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < documents; i++) {
        StringBuilder text = new StringBuilder();
        for (int chunk = 0; chunk < CHUNKS_EACH; chunk++) {
          text.append("# Part %d of document %d%n%n".formatted(chunk, i));
          text.append(SENTENCE.repeat(8)).append(System.lineSeparator().repeat(2));
        }
        Files.writeString(folder.resolve("%04d.md".formatted(i)), text);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
