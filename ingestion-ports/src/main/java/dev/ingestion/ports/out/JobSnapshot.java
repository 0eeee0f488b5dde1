package dev.ingestion.ports.out;

import dev.ingestion.domain.job.IngestionState;
import java.util.List;

/**
 * What is kept of a knowledge base beside the database: the state of its latest job, to be read by
 * people, and what it takes to make both again if the database is lost.
 *
 * @param pipeline name under which the job's pipeline is registered
 * @param sources all sources of the knowledge base, in the order of their names; empty if the
 *     snapshot is of a time when they were not kept
 */
public record JobSnapshot(IngestionState state, String pipeline, List<SourceSettings> sources) {
  public JobSnapshot {
    sources = List.copyOf(sources);
  }
}
