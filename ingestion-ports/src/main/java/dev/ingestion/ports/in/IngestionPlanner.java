package dev.ingestion.ports.in;

import java.time.Duration;
import java.util.List;

/** Says what a run would do, and touches nothing. Thread-safe. */
public interface IngestionPlanner {
  /**
   * Lists the source, and reads, parses and cuts what is new or changed.
   *
   * @throws dev.ingestion.domain.IngestionException as {@link IngestionService#start} would
   */
  Plan plan(StartIngestion command);

  /**
   * @param problems new or changed documents that would be skipped or fail
   * @param chunksToEmbed chunks whose vectors are not known yet
   * @param massDelete why nothing would be removed; empty if removal is allowed
   * @param estimate time to embed them on this machine
   */
  record Plan(
      List<String> added,
      List<String> changed,
      List<String> removed,
      long unchanged,
      List<DocumentProblem> problems,
      long chunks,
      long chunksToEmbed,
      String massDelete,
      Duration estimate) {}
}
