package dev.ingestion.planted.ports.out;

import dev.ingestion.planted.workers.WorkerThatSleeps;

interface PortThatKnowsTheEngine {
  WorkerThatSleeps worker();
}
