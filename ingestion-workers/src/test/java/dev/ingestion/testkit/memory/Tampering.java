package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import java.time.Instant;
import java.util.Set;

/** Writes to a database what none of its ports would: for mistakes that are to be found. */
public final class Tampering {
  private Tampering() {}

  /** Counts the chunks of a claim as done, whoever holds its batches and whether they are there. */
  public static void countAsDone(
      InMemoryDatabase database, KnowledgeBaseId kb, ClaimResult result) {
    database.write(
        rows -> {
          DocumentChanges documents = new DocumentChanges(rows, kb, Instant.EPOCH);
          result.batches().stream()
              .flatMap(batch -> batch.items().stream())
              .forEach(
                  item ->
                      documents
                          .withPending(item.generation())
                          .ifPresent(
                              document ->
                                  documents.acknowledge(
                                      document,
                                      item.generation(),
                                      Set.of(item.chunk().ordinal()))));
          return true;
        });
  }
}
