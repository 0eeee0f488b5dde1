package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long commands of the built program take, against a JVM that prints one line. */
final class StartUp implements Benchmark {
  /** The launcher of a built program; that of this checkout unless it is set. */
  private static final String LAUNCHER = "ingestion.launcher";

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public boolean isPossible() {
    return launcher().isPresent();
  }

  /** The program's launcher, if it was built. */
  static Optional<Path> launcher() {
    Path launcher =
        Path.of(System.getProperty(LAUNCHER, "../ingestion-app/target/ingestion/bin/ingestion"));
    return Optional.of(launcher.toAbsolutePath().normalize()).filter(Files::isExecutable);
  }

  static Path requireLauncher() {
    return launcher()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The program is not built: run bin/ingestion version, or set -D" + LAUNCHER));
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    Path launcher = requireLauncher();
    try (Scratch root = Scratch.in(scratch)) {
      RealPages pages = RealPages.copy(root.path(), full ? 5 : 1);
      Commands commands = new Commands(launcher, root.path().resolve("data"));
      commands.seconds("completed", "ingest", pages.folder().toString(), "--kb", "small");
      List<Pair> version = new ArrayList<>();
      List<Pair> search = new ArrayList<>();
      List<Pair> serve = new ArrayList<>();
      for (int round = 0; round < (full ? 11 : 1); round++) {
        double bare = commands.bare();
        version.add(new Pair(commands.seconds("ingestion", "version"), bare));
        search.add(new Pair(commands.seconds("html", "search", "small", "create index"), bare));
        serve.add(new Pair(commands.seconds("Ready", "serve", "--port", "0"), bare));
      }
      return List.of(
          row("version, against a bare JVM", version),
          row("search in a small knowledge base, against a bare JVM", search),
          row("serve until ready, against a bare JVM", serve));
    }
  }

  private Row row(String what, List<Pair> rounds) {
    return Row.of(name(), what, "s", rounds, Goal.NONE);
  }

  private record Commands(Path launcher, Path dataRoot) {
    /**
     * Until a line with this text comes, or for a command that ends by itself until it has.
     *
     * @throws BrokenBenchmarkException if no such line came
     */
    double seconds(String awaited, String... command) {
      List<String> words = new ArrayList<>(List.of(launcher.toString()));
      words.addAll(Arrays.asList(command));
      return run(words, awaited, command[0].equals("serve"));
    }

    double bare() {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      return run(
          List.of(
              java.toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xshare:auto",
              "-cp",
              System.getProperty("java.class.path"),
              BareMain.class.getName()),
          "Ready",
          false);
    }

    private double run(List<String> words, String awaited, boolean serves) {
      ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().put("INGESTION_DATA_ROOT", dataRoot.toString());
      long start = System.nanoTime();
      try {
        Process process = builder.start();
        try (BufferedReader out = process.inputReader()) {
          boolean said = isSaid(out, awaited);
          double untilSaid = (System.nanoTime() - start) / 1e9;
          BrokenBenchmarkException.require(
              "line with '%s' of %s".formatted(awaited, words.get(1)), 1, said ? 1 : 0);
          if (serves) {
            process.toHandle().destroy(); // leaves open what is read
          }
          while (out.readLine() != null) {
            // to its end
          }
          double untilEnd = (System.nanoTime() - start) / 1e9;
          return serves ? untilSaid : untilEnd;
        } finally {
          if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while a command runs", e);
      }
    }

    private static boolean isSaid(BufferedReader out, String awaited) throws IOException {
      @Nullable String line = out.readLine();
      while (line != null && !line.contains(awaited)) {
        line = out.readLine();
      }
      return line != null;
    }
  }
}
