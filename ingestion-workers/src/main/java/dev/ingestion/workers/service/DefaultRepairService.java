package dev.ingestion.workers.service;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.RunningJobs;
import jakarta.inject.Inject;

/** Mends an index in place, or has it built again where that cannot be done. */
final class DefaultRepairService implements RepairService {
  private final KnownBases known;
  private final JobDispatcher dispatcher;
  private final InPlaceRepair inPlace;
  private final IndexRebuild rebuild;
  private final DefaultVerificationService verification;

  @Inject
  DefaultRepairService(
      KnownBases known,
      JobDispatcher dispatcher,
      InPlaceRepair inPlace,
      IndexRebuild rebuild,
      DefaultVerificationService verification) {
    this.known = known;
    this.dispatcher = dispatcher;
    this.inPlace = inPlace;
    this.rebuild = rebuild;
    this.verification = verification;
  }

  @Override
  public RepairReport repair(KnowledgeBaseId id) {
    known.require(id);
    known
        .loss(id)
        .ifPresent(
            loss -> {
              throw new IngestionException(loss.code(), loss.message());
            });
    Pipeline pipeline = known.pipeline(id);
    RepairTally tally = new RepairTally();
    VerificationService.Report found;
    IndexRebuild.Begun begun = IndexRebuild.Begun.NOTHING;
    RunningJobs.Hold hold = dispatcher.hold(id, "repaired");
    try {
      KnowledgeBase kb = known.require(id);
      try {
        found = inPlace.run(kb, pipeline, tally);
      } catch (IngestionException e) {
        if (!DefaultVerificationService.unreadable(e)) {
          throw e;
        }
        found = verification.missAll(id, e);
        begun = rebuild.begin(kb, pipeline, e, tally);
      }
    } finally {
      hold.close();
    }
    boolean read = rebuild.run(id, begun, tally);
    boolean untouched = found.clean() && !read;
    return tally.report(found, untouched ? found : verification.verify(id));
  }
}
