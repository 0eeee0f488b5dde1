package dev.ingestion.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.CrashWalk.Beginning;
import dev.ingestion.app.engine.CrashWalk.Difference;
import dev.ingestion.app.engine.CrashWalk.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process at every point that it comes by, gives the same command again, and compares what
 * search returns then with that of a run that nobody disturbed. {@code -Dcrash.hits} says how many
 * times of each point are walked, {@code -Dcrash.random} how many kills come at any time, from the
 * seed {@code -Dcrash.seed}.
 */
class CrashWalkIT {
  private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");
  private static final int AT_ONCE = 2;
  private static final int FEWEST_POINTS = 40;

  /** How often one life is cut off, at most, before it is looked at. */
  private static final int DEATHS = 3;

  @TempDir static Path temp;
  private static CrashWalk walk;

  @BeforeAll
  static void liveUndisturbed() throws Exception {
    Path corpus = beginnings(DOCS, "corpus", 8, 18);
    Path others = beginnings(DOCS.resolve("adr"), "others", 4, 12);
    walk = CrashWalk.prepare(temp, corpus, others);
  }

  /** The first lines of some of this project's documentation. */
  private static Path beginnings(Path documents, String name, int most, int lines)
      throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    List<Path> texts =
        WalkedLife.files(documents).stream()
            .filter(file -> file.toString().endsWith(".md"))
            .toList();
    for (Path text : texts.subList(0, most)) {
      List<String> all = Files.readAllLines(text);
      Files.write(folder.resolve(text.getFileName()), all.subList(0, Math.min(lines, all.size())));
    }
    return folder;
  }

  @Test
  void nothingIsLostDoubledOrStaleWhereverTheProcessDies() throws Exception {
    WalkReport report = new WalkReport();
    int hits = Integer.getInteger("crash.hits", 1);
    List<Callable<Void>> points = new ArrayList<>();
    for (String point : WalkedPoints.walked()) {
      points.add(trying(report, point, () -> walk(report, point, hits)));
    }

    all(points);

    System.out.println("crash points: " + report.points() + " points, " + report);
    System.out.println(report.busy() + " kills while documents were live and batches claimed");
    assertThat(report.problems()).isEmpty();
    assertThat(report.points()).isEqualTo(points.size()).isGreaterThanOrEqualTo(FEWEST_POINTS);
    assertThat(report.busy()).isGreaterThan(report.kills() / 2);
  }

  @Test
  void nothingIsLostDoubledOrStaleWheneverTheProcessDies() throws Exception {
    WalkReport report = new WalkReport();
    long seed = Long.getLong("crash.seed", System.nanoTime());
    List<Callable<Void>> lives = new ArrayList<>();
    int kills = Integer.getInteger("crash.random", 4);
    for (long i = 0; i < AT_ONCE; i++) {
      long own = seed + i;
      lives.add(
          trying(report, "seed " + own, () -> cutOff(report, new Random(own), kills / AT_ONCE)));
    }

    all(lives);

    System.out.println("random kills from seed " + seed + ": " + report);
    assertThat(report.problems()).isEmpty();
    assertThat(report.kills()).isEqualTo(kills / AT_ONCE * AT_ONCE);
  }

  @Test
  void acknowledgingBeforeFlushingIsFoundOut() throws Exception {
    String point = "Checkpoints.acknowledge:after";
    Beginning left = walk.kill(point, walk.ways(point).get(0), 1, "wrong").orElseThrow();

    assertThat(came(left)).isNotEqualTo(new Difference(0, 0, 0).toString());
  }

  private static String came(Beginning left) throws IOException {
    try {
      return walk.goOn(left).toString();
    } catch (AssertionError e) {
      return e.toString();
    }
  }

  /** Each way is tried until the process dies on one: a busy moment may not come a second time. */
  private static void walk(WalkReport report, String point, int hits) throws Exception {
    for (Way way : walk.ways(point)) {
      if (die(report, point, way, 1)) {
        report.walked();
        int time = 2;
        while (time <= hits && die(report, point, way, time)) {
          time++;
        }
        return;
      }
    }
    report.problem(point, "no process died there; if none can, say why in WalkedPoints");
  }

  private static boolean die(WalkReport report, String point, Way way, int time) throws Exception {
    Optional<Beginning> left = walk.kill(point, way, time, "right");
    if (left.isPresent()) {
      report.killed(left.get());
      report.add(point + " for the " + time + ". time", 1, walk.goOn(left.get()));
    }
    return left.isPresent();
  }

  private static void cutOff(WalkReport report, Random random, int kills) throws Exception {
    int left = kills;
    while (left > 0) {
      Beginning life = walk.beginning(WalkStep.values()[random.nextInt(WalkStep.values().length)]);
      int deaths = 0;
      Optional<Beginning> cut = cut(life, random);
      while (cut.isPresent()) {
        if (deaths > 0) {
          Trees.delete(life.life().folder());
        }
        life = cut.get();
        report.killed(life);
        deaths++;
        cut = deaths < Math.min(DEATHS, left) ? cut(life, random) : Optional.empty();
      }
      if (deaths > 0) {
        report.add("a life cut off " + deaths + " times", deaths, walk.goOn(life));
        left -= deaths;
      }
    }
  }

  /** Kills a process at any time of its step, or empty if that was done before. */
  private static Optional<Beginning> cut(Beginning life, Random random) throws Exception {
    long micros = walk.micros(life.life().left().get(0));
    Optional<Beginning> cut = walk.kill(life, random.nextLong(micros));
    if (cut.isPresent() && cut.get().life().left().isEmpty()) {
      Trees.delete(cut.get().life().folder());
      return Optional.empty();
    }
    return cut;
  }

  private static Callable<Void> trying(WalkReport report, String where, Trial trial) {
    return () -> {
      try {
        trial.run();
      } catch (Exception | AssertionError e) {
        report.problem(where, e.toString());
      }
      return null;
    };
  }

  /** Anything that may fail. */
  @FunctionalInterface
  private interface Trial {
    void run() throws Exception;
  }

  private static void all(List<Callable<Void>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
