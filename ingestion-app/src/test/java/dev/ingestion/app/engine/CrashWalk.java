package dev.ingestion.app.engine;

import dev.ingestion.app.engine.ChildJvm.Ended;
import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.testkit.CrashPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Kills processes on their way through a {@link WalkedLife}, goes on with each, and holds what is
 * found against a life that nobody disturbed. Thread-safe once it is prepared.
 */
final class CrashWalk {
  /** Where the process died whose remains are one of the beginnings. */
  private static final String INTERRUPTED_AT = "Checkpoints.acknowledge:before";

  private final Path temp;
  private final ChildJvm jvm;
  private final Map<WalkStep, List<String>> expected = new EnumMap<>(WalkStep.class);
  private final Map<WalkStep, Beginning> beginnings = new EnumMap<>(WalkStep.class);
  private final Map<WalkStep, Long> micros = new EnumMap<>(WalkStep.class);
  private final Map<String, List<Way>> ways = new TreeMap<>();
  private final AtomicInteger lives = new AtomicInteger();

  private CrashWalk(Path temp, ChildJvm jvm) {
    this.temp = temp;
    this.jvm = jvm;
  }

  /**
   * A life to be copied and gone on with.
   *
   * @param claimed batches that its dead process had claimed
   * @param live documents live
   */
  record Beginning(WalkedLife life, int claimed, long live) {}

  /**
   * A way to die at a point.
   *
   * @param busy whether only times count at which documents are live and batches claimed
   */
  record Way(Beginning from, boolean busy) {}

  static CrashWalk prepare(Path temp, Path corpus, Path others) throws Exception {
    CrashWalk walk = new CrashWalk(temp, ChildJvm.in(temp));
    walk.liveUndisturbed(WalkedLife.begin(temp.resolve("undisturbed"), corpus, others));
    Beginning first = walk.beginning(WalkStep.FIRST);
    lines(walk.jvm.runFirst(WalkedMain.class, walk.never(first)));
    // once more, since the first starts at half the speed of those that are killed
    List<String> fresh = lines(walk.jvm.run(WalkedMain.class, walk.never(first)));
    walk.measure(fresh);
    Beginning interrupted = walk.interrupted();
    List<String> again = lines(walk.jvm.run(WalkedMain.class, walk.never(interrupted)));
    walk.addWays(fresh, walk::beginning, true);
    walk.addWays(again, step -> interrupted, true);
    walk.addWays(fresh, walk::beginning, false);
    walk.addWays(again, step -> interrupted, false);
    return walk;
  }

  private void liveUndisturbed(WalkedLife life) throws IOException {
    long live = 0;
    for (WalkStep step : life.left()) {
      WalkedLife before = life.copy(temp.resolve("before-" + step));
      beginnings.put(step, new Beginning(before, 0, live));
      try (Workbench bench = life.open(Between.NOTHING)) {
        life.run(step, bench);
        expected.put(step, WalkedLife.content(bench));
        requireClean(bench);
      }
      live = expected.get(step).size();
    }
  }

  private Beginning interrupted() throws Exception {
    Beginning from = beginning(WalkStep.EDITED);
    WalkedLife life = from.life().copy(temp.resolve("interrupted"));
    Ended ended =
        jvm.run(
            WalkedMain.class, arguments(life, from, "right", "at", INTERRUPTED_AT, "busy", "2"));
    return halted(life, ended).orElseThrow();
  }

  private static List<String> lines(Ended ended) {
    if (ended.exitCode() != 0) {
      throw new AssertionError("The undisturbed process came to " + ended);
    }
    return ended.lines();
  }

  private List<String> never(Beginning from) throws IOException {
    return arguments(from.life().copy(newFolder()), from, "right", "never");
  }

  private void measure(List<String> lines) {
    long started = 0;
    long before = 0;
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("STARTED")) {
        started = Long.parseLong(words[1]);
        before = started;
      } else if (words[0].equals("STEP")) {
        long now = Long.parseLong(words[2]);
        micros.put(WalkStep.valueOf(words[1]), started + now - before);
        before = now;
      }
    }
  }

  /** Short steps come first: a way to a point is walked from the beginning of its step. */
  private void addWays(List<String> lines, Function<WalkStep, Beginning> from, boolean busy) {
    lines.stream()
        .filter(line -> line.startsWith("POINT "))
        .map(line -> line.split(" "))
        .filter(words -> Integer.parseInt(words[busy ? 4 : 3]) > 0)
        .sorted(Comparator.comparing(words -> micros.get(WalkStep.valueOf(words[1]))))
        .forEach(
            words ->
                ways.computeIfAbsent(words[2], point -> new ArrayList<>())
                    .add(new Way(from.apply(WalkStep.valueOf(words[1])), busy)));
  }

  Beginning beginning(WalkStep step) {
    return beginnings.get(step);
  }

  /** How long a process takes that starts and does one step. */
  long micros(WalkStep step) {
    return micros.get(step);
  }

  /** Ways to die at a point, the best first; none if nobody came by it undisturbed. */
  List<Way> ways(String point) {
    return ways.getOrDefault(point, List.of());
  }

  /** Kills a process at a point; empty if it came to its end instead. */
  Optional<Beginning> kill(String point, Way way, int time, String order) throws Exception {
    String when = way.busy() ? "busy" : "any";
    return kill(way.from(), order, "at", point, when, Integer.toString(time));
  }

  /** Kills a process after some time; empty if it came to its end before. */
  Optional<Beginning> kill(Beginning from, long within) throws Exception {
    return kill(from, "right", "within", Long.toString(within));
  }

  private Optional<Beginning> kill(Beginning from, String... how) throws Exception {
    WalkedLife life = from.life().copy(newFolder());
    Optional<Beginning> left = halted(life, jvm.run(WalkedMain.class, arguments(life, from, how)));
    if (left.isEmpty()) {
      Trees.delete(life.folder());
    }
    return left;
  }

  private Path newFolder() {
    return temp.resolve("life-" + lives.incrementAndGet());
  }

  private static List<String> arguments(WalkedLife life, Beginning from, String... how) {
    return Stream.concat(
            Stream.of(life.folder().toString(), "" + from.claimed(), "" + from.live()),
            Stream.of(how))
        .toList();
  }

  private static Optional<Beginning> halted(WalkedLife life, Ended ended) {
    if (ended.exitCode() == 0) {
      return Optional.empty();
    }
    // Not always the last: other threads go on until the process is gone.
    Optional<String> halted =
        ended.lines().stream().filter(line -> line.startsWith("HALTED ")).findFirst();
    if (ended.exitCode() != CrashPoints.HALTED || halted.isEmpty()) {
      throw new AssertionError("The process came to " + ended);
    }
    String[] words = halted.get().split(" ");
    return Optional.of(new Beginning(life, Integer.parseInt(words[1]), Long.parseLong(words[2])));
  }

  /** Gives the same command again to what a dead process left, compares, and clears it away. */
  Difference goOn(Beginning left) throws IOException {
    Difference difference;
    try (Workbench bench = left.life().open(Between.NOTHING)) {
      WalkStep step = left.life().left().get(0);
      left.life().run(step, bench);
      difference = Difference.between(expected.get(step), WalkedLife.content(bench));
      if (difference.none()) {
        requireClean(bench);
      }
    }
    Trees.delete(left.life().folder());
    return difference;
  }

  private static void requireClean(Workbench bench) {
    if (!bench.knowledgeBases().list().isEmpty()) {
      Report report = bench.verify();
      if (!report.clean()) {
        throw new AssertionError(report);
      }
    }
  }

  /** Lines of content that are not there, there too often, or should not be there at all. */
  record Difference(long lost, long doubled, long stale) {
    static Difference between(List<String> expected, List<String> found) {
      Set<String> all = new TreeSet<>(expected);
      Set<String> there = new TreeSet<>(found);
      return new Difference(
          all.stream().filter(line -> !there.contains(line)).count(),
          found.size() - there.size(),
          there.stream().filter(line -> !all.contains(line)).count());
    }

    boolean none() {
      return lost + doubled + stale == 0;
    }
  }
}
