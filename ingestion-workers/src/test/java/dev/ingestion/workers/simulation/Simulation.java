package dev.ingestion.workers.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.ingestion.workers.simulation.Schedule.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/** Many schedules, as many at once as there are cores. */
final class Simulation {
  private static final int CORES = Math.max(1, Runtime.getRuntime().availableProcessors());

  private final Defect defect;
  private final LongAdder schedules = new LongAdder();
  private final LongAdder steps = new LongAdder();
  private final LongAdder crashes = new LongAdder();
  private final AtomicLong next;
  private final long end;
  private final List<Result> violations = new ArrayList<>();

  private Simulation(Defect defect, long first, long count) {
    this.defect = defect;
    this.next = new AtomicLong(first);
    this.end = first + count;
  }

  /**
   * What came of a simulation.
   *
   * @param violations of the seed that broke a promise first, and of those that ran beside it
   */
  record Report(long schedules, long steps, long crashes, double seconds, List<Result> violations) {
    @Override
    public String toString() {
      return "Simulation: %d schedules, %d steps, %d crashes, %.1f seconds, %d violations"
          .formatted(schedules, steps, crashes, seconds, violations.size());
    }

    /** Says which seed broke what promise, and what happened last. */
    String story() {
      StringBuilder story = new StringBuilder(toString());
      for (Result result : violations) {
        story.append(
            "%n%nSeed %d: %s%nReplay it with -Dsimulation.seed=%d. Its last steps:%n%s"
                .formatted(
                    result.seed(), result.violation().getMessage(), result.seed(), result.tail()));
      }
      return story.toString();
    }
  }

  /** Runs the schedule of one seed. */
  static Result replay(long seed, Defect defect) {
    quiet();
    return new Schedule(seed, defect).run();
  }

  /** Runs schedules by ascending seeds until a promise is broken. */
  static Report run(long first, long count, Defect defect) throws Exception {
    quiet();
    Simulation simulation = new Simulation(defect, first, count);
    long begun = System.nanoTime();
    ExecutorService workers = Executors.newFixedThreadPool(CORES);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int core = 0; core < CORES; core++) {
        ends.add(workers.submit(simulation::work));
      }
      for (Future<?> ended : ends) {
        ended.get();
      }
    } finally {
      workers.shutdownNow();
    }
    simulation.violations.sort(Comparator.comparing(Result::seed));
    return new Report(
        simulation.schedules.sum(),
        simulation.steps.sum(),
        simulation.crashes.sum(),
        (System.nanoTime() - begun) / 1e9,
        List.copyOf(simulation.violations));
  }

  private void work() {
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      Result result = new Schedule(seed, defect).run();
      schedules.increment();
      steps.add(result.steps());
      crashes.add(result.crashes());
      if (result.violation() != null) {
        synchronized (violations) {
          violations.add(result);
        }
        next.set(end);
      }
    }
  }

  /** What the engine has to say of a million crashes is read by nobody. */
  private static void quiet() {
    ((Logger) LoggerFactory.getLogger("dev.ingestion.workers")).setLevel(Level.OFF);
  }
}
