package dev.ingestion.planted.testkit;

import dev.ingestion.planted.workers.WorkerThatSleeps;

public interface ContractThatKnowsTheEngine {
  WorkerThatSleeps worker();
}
