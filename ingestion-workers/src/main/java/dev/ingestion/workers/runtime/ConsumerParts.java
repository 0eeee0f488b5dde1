package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.WorkQueue;
import jakarta.inject.Inject;

/** What all consumers share. */
public record ConsumerParts(
    RunningJobs running,
    WorkQueue queue,
    ClaimKeeper claims,
    Circuits circuits,
    ClaimProcessor processor,
    CheckpointWorker checkpoints) {
  @Inject
  public ConsumerParts {}
}
