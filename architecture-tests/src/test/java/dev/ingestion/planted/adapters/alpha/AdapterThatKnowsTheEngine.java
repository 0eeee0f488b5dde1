package dev.ingestion.planted.adapters.alpha;

import dev.ingestion.planted.workers.WorkerThatSleeps;

interface AdapterThatKnowsTheEngine {
  WorkerThatSleeps worker();
}
