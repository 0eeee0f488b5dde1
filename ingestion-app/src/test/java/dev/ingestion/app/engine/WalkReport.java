package dev.ingestion.app.engine;

import dev.ingestion.app.engine.CrashWalk.Beginning;
import dev.ingestion.app.engine.CrashWalk.Difference;
import java.util.ArrayList;
import java.util.List;

/** Adds up what kills came to. Thread-safe. */
final class WalkReport {
  /** Whoever watches a walk of an hour hears of it now and then. */
  private static final int KILLS_A_LINE = 100;

  private final List<String> problems = new ArrayList<>();
  private int points;
  private int kills;
  private int busy;
  private long lost;
  private long doubled;
  private long stale;

  /** A point at which at least one process died. */
  synchronized void walked() {
    points++;
  }

  /** A kill that came, before it is known what is to be found. */
  synchronized void killed(Beginning left) {
    busy += left.claimed() > 0 && left.live() > 0 ? 1 : 0;
  }

  /** What was found in a life after some kills. */
  synchronized void add(String where, int deaths, Difference difference) {
    kills += deaths;
    lost += difference.lost();
    doubled += difference.doubled();
    stale += difference.stale();
    if (kills / KILLS_A_LINE > (kills - deaths) / KILLS_A_LINE) {
      System.out.println("so far: " + this);
    }
    if (!difference.none()) {
      problems.add(where + ": " + difference);
    }
  }

  synchronized void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized int kills() {
    return kills;
  }

  synchronized int points() {
    return points;
  }

  /** Kills that came while documents were live and batches claimed. */
  synchronized int busy() {
    return busy;
  }

  @Override
  public synchronized String toString() {
    return "%d kills, %d lost, %d doubled, %d stale".formatted(kills, lost, doubled, stale);
  }
}
