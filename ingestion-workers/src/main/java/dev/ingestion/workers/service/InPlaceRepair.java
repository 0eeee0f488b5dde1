package dev.ingestion.workers.service;

import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import dev.ingestion.workers.runtime.SwitchApplier;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Compares ledger and index as {@link Verification} does, and mends each difference where it is
 * met. What is mended is durable step by step; a repair that is cut off has mended a part, and the
 * next comparison finds the rest.
 */
final class InPlaceRepair {
  private final Stores stores;
  private final KnowledgeBaseIndexes indexes;
  private final Checkpoints checkpoints;
  private final PerKnowledgeBase<RetryConfig> retries;
  private final RandomGenerator random;

  @Inject
  InPlaceRepair(
      Stores stores,
      KnowledgeBaseIndexes indexes,
      Checkpoints checkpoints,
      PerKnowledgeBase<RetryConfig> retries,
      RandomGenerator random) {
    this.stores = stores;
    this.indexes = indexes;
    this.checkpoints = checkpoints;
    this.retries = retries;
    this.random = random;
  }

  /**
   * No job may run on the knowledge base.
   *
   * @return what was found
   * @throws dev.ingestion.domain.IngestionException INDEX_NOT_READY or INDEX_DAMAGED if the index
   *     cannot be mended
   */
  VerificationService.Report run(KnowledgeBase kb, Pipeline pipeline, RepairTally tally) {
    SwitchApplier switches = indexes.openForRepair(pipeline.index(), kb);
    try {
      VerificationService.Report found = mend(kb, pipeline, switches, tally);
      // An older copy of the index must not pass for this one.
      checkpoints.acknowledge(kb.id(), switches.flush(Set.of()), List.of());
      return found;
    } catch (RuntimeException e) {
      close(pipeline.index(), kb.building(), e);
      throw e;
    }
  }

  private VerificationService.Report mend(
      KnowledgeBase kb, Pipeline pipeline, SwitchApplier switches, RepairTally tally) {
    ChunkIndex index = pipeline.index();
    IndexRef ref = kb.building();
    Verification verification = new Verification(stores.ledger(), kb.id());
    try (IndexSnapshot disk = indexes.onDisk(index, kb);
        ParallelEmbedder threads =
            new ParallelEmbedder(pipeline.model(), retries.of(kb.id()).embed().policy(), random)) {
      DocumentMender mender =
          new DocumentMender(
              new LiveContent(stores, kb.id(), pipeline),
              items -> threads.embed(keys -> index.vectors(ref, keys), items),
              mends -> {
                index.mend(ref, mends);
                switches.flush(Set.of());
              },
              documents -> stores.ledger().forgetContent(kb.id(), documents),
              tally);
      verification.forEachLive(
          document -> mender.mend(document, verification.check(document, disk)));
      mender.finish();
      disk.forEach(verification::visit);
      VerificationService.Report found = verification.report();
      if (verification.strays() > 0) {
        tally.removed(index.sweep(ref, verification::strays));
      }
      return found;
    }
  }

  /** What was not durable is given up, and whoever opens the index next finds what is there. */
  private void close(ChunkIndex index, IndexRef ref, RuntimeException cause) {
    try {
      indexes.close(index, ref);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
