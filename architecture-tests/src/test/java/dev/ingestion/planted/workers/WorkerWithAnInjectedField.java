package dev.ingestion.planted.workers;

import jakarta.inject.Inject;
import java.time.InstantSource;

class WorkerWithAnInjectedField {
  @Inject InstantSource clock;
}
