package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.Revision;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.DocumentLedger.LedgerTotals;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Checkpoints} does. */
public abstract class CheckpointsContract extends StoresContract {

  @Test
  public void aDocumentGoesLiveWithItsLastChunk() throws Exception {
    JobLease lease = startJob();
    Generation generation = stageInSingles(lease, "a", "one two three");

    acknowledge(claimOne());
    acknowledge(claimOne());
    assertThat(document("a").live()).isNull();
    assertThat(document("a").pending()).isEqualTo(generation);
    assertThat(stores.ledger().switches(kb, 10)).isEmpty();
    acknowledge(claimOne());
    reopen();

    LedgerDocument live = document("a");
    assertThat(live.live()).isEqualTo(generation);
    assertThat(live.liveRevision()).isEqualTo(Revision.of(hash("one two three"), PIPELINE));
    assertThat(live.liveChunks()).isEqualTo(3);
    assertThat(live.pending()).isNull();
    assertThat(live.outcome()).isEqualTo(Outcome.INDEXED);
    assertThat(switches()).containsExactly(promoted(generation, 3, null));
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(3, 3, 3, 0));
  }

  @Test
  public void theOldVersionIsRetiredInTheSameStepThatShowsTheNew() {
    JobLease lease = startJob();
    Generation old = index(lease, "a", "one two");

    stage(lease, "a", "three");
    assertThat(document("a").live()).isEqualTo(old);
    assertThat(document("a").liveChunks()).isEqualTo(2);
    acknowledge(claim(kb));

    Generation now = document("a").live();
    assertThat(switches()).containsExactly(promoted(old, 2, null), promoted(now, 1, old));
    assertThat(stores.ledger().chunkIds(old)).isEmpty();
    assertThat(stores.ledger().live(kb, List.of(old, now))).isEqualTo(Set.of(now));
  }

  @Test
  public void whatWasAcknowledgedBeforeTheSealGoesLiveWithTheSeal() {
    JobLease lease = startJob();
    Generation generation = reserve();
    List<WorkItem> items = items(kb, generation, "a", "one two");
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(generation, "a", "one two")),
                List.of(new NewBatch(items)),
                List.of()));
    acknowledge(claim(kb));
    assertThat(document("a").pendingSealed()).isFalse();
    assertThat(document("a").live()).isNull();

    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(List.of(), List.of(), List.of(sealed(generation, items))));

    assertThat(document("a").live()).isEqualTo(generation);
    assertThat(switches()).containsExactly(promoted(generation, 2, null));
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
  }

  @Test
  public void aVoidClaimIsRefusedAndChangesNothing() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    Claim frozen = claim(kb);
    clock.advance(LEASE);
    Claim successor = claim(kb);

    assertThat(stores.checkpoints().acknowledge(kb, 5, List.of(result(frozen))))
        .isEqualTo(Set.of(frozen.token()));

    assertThat(document("a").live()).isNull();
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(1, 0, 0, 0));
    assertThat(stores.queue().backlog(kb).batches()).isEqualTo(1);
    acknowledge(successor);
    assertThat(document("a").live()).isNotNull();
    assertThat(stores.checkpoints().acknowledge(kb, 6, List.of(result(successor))))
        .isEqualTo(Set.of(successor.token()));
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(1, 1, 1, 0));
  }

  @Test
  public void aClaimIsRefusedWholeIfOneOfItsBatchesIsGone() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    stage(lease, "b", "two");
    Claim frozen = claim(kb);
    clock.advance(LEASE);
    acknowledge(claimOne());

    assertThat(stores.checkpoints().acknowledge(kb, 5, List.of(result(frozen))))
        .isEqualTo(Set.of(frozen.token()));

    assertThat(document("a").live()).isNotNull();
    assertThat(document("b").live()).isNull();
    assertThat(stores.queue().backlog(kb).batches()).isEqualTo(1);
  }

  @Test
  public void aRefusedClaimDoesNotHarmTheOthers() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    stage(lease, "b", "two");
    Claim released = claimOne();
    Claim held = claimOne();
    stores.queue().release(List.of(released.token()));

    assertThat(stores.checkpoints().acknowledge(kb, 5, List.of(result(released), result(held))))
        .isEqualTo(Set.of(released.token()));

    assertThat(document("a").live()).isNull();
    assertThat(document("b").live()).isNotNull();
    assertThat(stores.knowledgeBases().find(kb).orElseThrow().indexCheckpoint()).isEqualTo(5);
  }

  @Test
  public void theIndexCheckpointNeverGoesBack() throws Exception {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    stage(lease, "b", "two");

    assertThat(stores.checkpoints().acknowledge(kb, 9, List.of(result(claimOne())))).isEmpty();
    assertThat(stores.checkpoints().acknowledge(kb, 8, List.of(result(claimOne())))).isEmpty();
    reopen();

    assertThat(stores.knowledgeBases().find(kb).orElseThrow().indexCheckpoint()).isEqualTo(9);
    assertThat(stores.checkpoints().acknowledge(kb, 10, List.of())).isEmpty();
    assertThat(stores.knowledgeBases().find(kb).orElseThrow().indexCheckpoint()).isEqualTo(10);
  }

  @Test
  public void supersededWorkNeverGoesLiveAndCountsForNothing() {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    Claim old = claim(kb);
    Generation newer = stage(lease, "a", "three");
    assertThat(job(lease).chunks().queued()).isEqualTo(3);

    ClaimResult unused =
        new ClaimResult(old.token(), old.job(), old.batches(), 0, List.of(), List.of());
    assertThat(stores.checkpoints().acknowledge(kb, 1, List.of(unused))).isEmpty();
    assertThat(document("a").live()).isNull();
    assertThat(document("a").pending()).isEqualTo(newer);
    acknowledge(claim(kb));

    assertThat(document("a").live()).isEqualTo(newer);
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(1, 1, 1, 0));
    assertThat(stores.queue().backlog(kb).batches()).isZero();
  }

  @Test
  public void aDocumentWithADeadChunkFailsAndItsOldVersionStays() throws Exception {
    JobLease lease = startJob();
    Generation old = index(lease, "a", "old");
    Generation generation = stageInSingles(lease, "a", "one two three");

    acknowledge(claimOne());
    acknowledge(
        claimOne(),
        failure(generation, 1, ErrorCode.EMBEDDING_INPUT_TOO_LONG, "chunk 1 is too long"));
    acknowledge(claimOne());
    reopen();

    LedgerDocument failed = document("a");
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.outcomeJob()).isEqualTo(lease.job());
    assertThat(failed.code()).isEqualTo(ErrorCode.EMBEDDING_INPUT_TOO_LONG);
    assertThat(failed.reason()).isEqualTo("chunk 1 is too long");
    assertThat(failed.live()).isEqualTo(old);
    assertThat(failed.pending()).isEqualTo(generation);
    assertThat(failed.pendingSealed()).isTrue();
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(4, 4, 3, 1));
    assertThat(stores.ledger().count(kb, SOURCE, lease.job()))
        .isEqualTo(new LedgerCounts(0, 0, 0, 1, 0));
    assertThat(job(lease).documents().indexed()).isZero();
  }

  @Test
  public void aDeadChunkBeforeTheSealKeepsTheDocumentFromGoingLive() {
    JobLease lease = startJob();
    Generation generation = reserve();
    List<WorkItem> items = items(kb, generation, "a", "one two");
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(generation, "a", "one two")),
                List.of(new NewBatch(items)),
                List.of()));
    acknowledge(claim(kb), failure(generation, 0, ErrorCode.INTERNAL_ERROR, "the model refused"));

    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(List.of(), List.of(), List.of(sealed(generation, items))));

    assertThat(document("a").live()).isNull();
    assertThat(document("a").outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  public void aFailedDocumentGoesLiveInItsNextGeneration() {
    JobLease lease = startJob();
    Generation failed = stage(lease, "a", "one");
    acknowledge(claim(kb), failure(failed, 0, ErrorCode.INTERNAL_ERROR, "refused"));

    Generation mended = index(lease, "a", "two");

    assertThat(document("a").live()).isEqualTo(mended);
    assertThat(document("a").outcome()).isEqualTo(Outcome.INDEXED);
    assertThat(document("a").code()).isNull();
    assertThat(document("a").reason()).isNull();
    assertThat(switches()).containsExactly(retired(failed), promoted(mended, 1, null));
  }

  @Test
  public void aDocumentCountsOnceHoweverOftenAJobIndexesIt() {
    JobLease lease = startJob();
    index(lease, "a", "one");
    index(lease, "a", "two");

    assertThat(job(lease).documents().indexed()).isEqualTo(1);
    end(lease, JobStatus.COMPLETED);
    JobLease next = startJob();
    index(next, "a", "three");
    assertThat(job(next).documents().indexed()).isEqualTo(1);
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
  }

  @Test
  public void aCheckpointMaySpanManyDocumentsAndClaims() {
    JobLease lease = startJob();
    List<ClaimResult> results = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      stage(lease, "a" + i, "one two three");
    }
    for (int i = 0; i < 10; i++) {
      results.add(result(claim(Set.of(kb), 9).orElseThrow()));
    }

    assertThat(stores.checkpoints().acknowledge(kb, 1, results)).isEmpty();

    assertThat(stores.ledger().totals(kb)).isEqualTo(new LedgerTotals(30, 30, 90));
    assertThat(job(lease).documents().indexed()).isEqualTo(30);
  }

  @Test
  public void acknowledgingForAnUnknownKnowledgeBaseRefusesAll() {
    stage(startJob(), "a", "one");
    Claim claim = claim(kb);

    assertThat(
            stores
                .checkpoints()
                .acknowledge(new KnowledgeBaseId("other"), 1, List.of(result(claim))))
        .isEqualTo(Set.of(claim.token()));
    acknowledge(claim);
  }

  /** Each chunk in a batch of its own. */
  private Generation stageInSingles(JobLease lease, String path, String content) {
    Generation generation = reserve();
    List<WorkItem> items = items(kb, generation, path, content);
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(generation, path, content)),
                items.stream().map(item -> new NewBatch(List.of(item))).toList(),
                List.of(sealed(generation, items))));
    return generation;
  }

  private Claim claimOne() {
    return claim(Set.of(kb), 1).orElseThrow();
  }
}
