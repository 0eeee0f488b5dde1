package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Backlog;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of chunks that are to be tried again, in every queue with its checkpoints. */
public abstract class RetriesContract extends StoresContract {
  private static final Duration DELAY = Duration.ofSeconds(10);

  @Test
  public void aRetryWaitsForItsTimeAndRemembersItsAttemptsAlsoAfterReopening() throws Exception {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    Claim claim = claim(kb);
    assertThat(claim.attempts()).isZero();
    retry(claim, List.of(new Retry(items(claim), 3, DELAY)));
    reopen();

    clock.advance(DELAY.minusMillis(1));
    assertThat(claim(Set.of(kb), 50)).isEmpty();
    clock.advance(Duration.ofMillis(1));

    Claim again = claim(kb);
    assertThat(again.attempts()).isEqualTo(3);
    assertThat(again.job()).isEqualTo(lease.job());
    assertThat(items(again)).isEqualTo(items(claim));
    acknowledge(again);
    assertThat(document("a").live()).isNotNull();
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(2, 2, 2, 0));
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
  }

  @Test
  public void otherBatchesGoOnMeanwhile() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    Claim failed = claim(kb);
    stage(lease, "b", "two");
    retry(failed, List.of(new Retry(items(failed), 1, DELAY)));

    acknowledge(claim(kb));

    assertThat(document("b").live()).isNotNull();
    assertThat(document("a").live()).isNull();
  }

  @Test
  public void whatFailedBeforeIsClaimedAlone() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    stage(lease, "b", "two");
    Claim failed = claim(Set.of(kb), 1).orElseThrow();
    retry(failed, List.of(new Retry(items(failed), 1, Duration.ZERO)));
    stage(lease, "c", "three");

    assertThat(texts(claim(kb))).containsExactly("two");
    assertThat(texts(claim(kb))).containsExactly("one");
    assertThat(texts(claim(kb))).containsExactly("three");
  }

  @Test
  public void aClaimMayBePartlyDonePartlyTriedAgainAndPartlyGivenUp() {
    JobLease lease = startJob();
    Generation generation = stage(lease, "a", "one two three four");
    Claim claim = claim(kb);
    List<WorkItem> items = items(claim);
    Failure failure = failure(generation, 3, ErrorCode.INTERNAL_ERROR, "no");
    acknowledge(
        new ClaimResult(
            claim.token(),
            claim.job(),
            claim.batches(),
            1,
            List.of(failure),
            List.of(
                new Retry(items.subList(0, 1), 4, Duration.ZERO),
                new Retry(items.subList(1, 2), 4, Duration.ZERO))));

    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(4, 1, 1, 1));
    assertThat(stores.queue().backlog(kb).batches()).isEqualTo(2);
    assertThat(stores.queue().backlog(kb).chunks()).isEqualTo(2);
    acknowledge(claim(kb));
    acknowledge(claim(kb));
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(4, 3, 3, 1));
    assertThat(document("a").live()).isNull();
  }

  @Test
  public void aWallClockThatIsSetBackMakesRetriesDueAtOnce() {
    stage(startJob(), "a", "one");
    Claim failed = claim(kb);
    retry(failed, List.of(new Retry(items(failed), 1, DELAY)));

    clock.setWall(clock.instant().minus(Duration.ofMinutes(5)));

    assertThat(claim(Set.of(kb), 50)).isPresent();
  }

  @Test
  public void supersededWorkIsNotTriedAgain() {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    Claim failed = claim(kb);
    stage(lease, "a", "three");
    retry(failed, List.of(new Retry(items(failed), 1, Duration.ZERO)));

    assertThat(texts(claim(kb))).containsExactly("three");
    assertThat(claim(Set.of(kb), 50)).isEmpty();
    assertThat(job(lease).chunks().queued()).isEqualTo(1);
  }

  @Test
  public void aVoidClaimCannotTryAgain() {
    stage(startJob(), "a", "one");
    Claim frozen = claim(kb);
    clock.advance(LEASE);
    Claim successor = claim(kb);

    ClaimResult late =
        new ClaimResult(
            frozen.token(),
            frozen.job(),
            frozen.batches(),
            0,
            List.of(),
            List.of(new Retry(items(frozen), 1, Duration.ZERO)));
    assertThat(stores.checkpoints().acknowledge(kb, 1, List.of(late)))
        .isEqualTo(Set.of(frozen.token()));

    assertThat(stores.queue().backlog(kb).batches()).isEqualTo(1);
    acknowledge(successor);
    assertThat(document("a").live()).isNotNull();
  }

  private void retry(Claim claim, List<Retry> retries) {
    acknowledge(
        new ClaimResult(claim.token(), claim.job(), claim.batches(), 0, List.of(), retries));
  }

  private void acknowledge(ClaimResult result) {
    assertThat(stores.checkpoints().acknowledge(kb, 1, List.of(result))).isEmpty();
  }

  private static List<WorkItem> items(Claim claim) {
    return claim.batches().stream().flatMap(batch -> batch.items().stream()).toList();
  }

  private static List<String> texts(Claim claim) {
    return items(claim).stream().map(item -> item.chunk().text()).toList();
  }
}
