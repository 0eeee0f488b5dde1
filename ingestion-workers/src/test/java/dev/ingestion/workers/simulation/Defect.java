package dev.ingestion.workers.simulation;

import dev.ingestion.testkit.memory.InMemoryDatabase;

/** A mistake that is planted between the engine and its ports, for the invariants to find. */
interface Defect {
  /** No mistake. */
  Defect NONE = process -> (point, arguments, port) -> port.with(arguments);

  /** What a mistake may use: the ports of a process past itself, its time, and its database. */
  record Scene(Node.Ports ports, InMemoryDatabase database, Scheduler scheduler) {}

  /**
   * @return what stands between a new process and its ports
   */
  Between in(Scene process);

  /** Whether the threads of the process lose wake-ups. */
  default boolean losesWakeUps() {
    return false;
  }
}
