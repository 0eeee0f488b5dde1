package dev.ingestion.workers.simulation;

/** The steps of a schedule: a hash of all of them, and the last ones to read. */
final class Trace {
  private static final int KEPT = 120;

  private final Task[] tasks = new Task[KEPT];
  private final String[] points = new String[KEPT];
  private final long[] times = new long[KEPT];
  private long steps;
  private long hash;

  void add(Task task, String point, long now) {
    int slot = (int) (steps++ % KEPT);
    tasks[slot] = task;
    points[slot] = point;
    times[slot] = now;
    hash = 31 * (31 * (31 * hash + task.number) + point.hashCode()) + now;
  }

  long steps() {
    return steps;
  }

  /** Equal for schedules that took the same steps at the same times. */
  long hash() {
    return hash;
  }

  /** The last steps, a line each. */
  String tail() {
    StringBuilder text = new StringBuilder();
    for (long step = Math.max(0, steps - KEPT); step < steps; step++) {
      int slot = (int) (step % KEPT);
      text.append(
          "%6d %12.3f s  %-24s %s%n".formatted(step, times[slot] / 1e9, tasks[slot], points[slot]));
    }
    return text.toString();
  }
}
