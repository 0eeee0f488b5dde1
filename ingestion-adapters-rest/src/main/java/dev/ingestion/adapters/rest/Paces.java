package dev.ingestion.adapters.rest;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the jobs that have not ended came to where they are: how many chunks were in the index at
 * which second of the last minutes. For a chart that begins with more than this moment; nothing is
 * stored. Not thread-safe: the {@link EventLog} alone uses it.
 */
final class Paces {
  static final Duration KEPT = Duration.ofSeconds(190);

  private static final Duration STEP = Duration.ofSeconds(1);

  private final Map<String, Course> courses = new TreeMap<>();

  private record Point(long millis, long indexed) {}

  private record Course(String job, Deque<Point> points) {
    void note(long millis, long indexed) {
      @Nullable Point last = points.peekLast();
      if (last != null && millis < last.millis) {
        points.clear(); // the clock was set back
      } else if (last != null && millis - last.millis < STEP.toMillis()) {
        return;
      }
      points.add(new Point(millis, indexed));
      points.removeIf(point -> point.millis < millis - KEPT.toMillis());
    }

    Pace shown(String kb, long now) {
      List<List<Number>> shown =
          points.stream()
              .map(point -> List.<Number>of((now - point.millis) / 1_000.0, point.indexed))
              .toList();
      return new Pace(kb, job, shown);
    }
  }

  /**
   * The course of one job.
   *
   * @param points how many seconds ago, and how many chunks were in the index then; oldest first
   */
  record Pace(String kbId, String jobId, List<List<Number>> points) {}

  /**
   * @param current the states of all latest jobs; what is not among them is forgotten
   */
  void note(List<IngestionState> current, long millis) {
    Map<String, Course> before = new TreeMap<>(courses);
    courses.clear();
    for (IngestionState state : current) {
      if (!state.status().isTerminal()) {
        String kb = state.kb().value();
        @Nullable Course known = before.get(kb);
        Course course =
            known != null && known.job.equals(state.job().value())
                ? known
                : new Course(state.job().value(), new ArrayDeque<>());
        courses.put(kb, course);
        if (state.status() == JobStatus.RUNNING) {
          course.note(millis, state.chunks().indexed());
        }
      }
    }
  }

  List<Pace> shown(Predicate<String> interest, long now) {
    return courses.entrySet().stream()
        .filter(entry -> interest.test(entry.getKey()))
        .map(entry -> entry.getValue().shown(entry.getKey(), now))
        .toList();
  }
}
