package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.ports.out.WorkQueue.Backlog;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import dev.ingestion.ports.out.WorkQueue.Depth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link WorkQueue} does. */
public abstract class WorkQueueContract extends StoresContract {
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");

  @Test
  public void aClaimBringsTheChunksAsTheyWereStagedAlsoAfterReopening() throws Exception {
    JobLease lease = startJob();
    Generation first = reserve();
    Generation second = reserve();
    List<WorkItem> items =
        new ArrayList<>(items(kb, first, "ä/\uD83D\uDE80.md", "one zwei \u0000三"));
    items.addAll(items(kb, second, "b.md", "x".repeat(3_000_000) + " end"));
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(first, "ä/\uD83D\uDE80.md", "1"), opened(second, "b.md", "2")),
                List.of(new NewBatch(items)),
                List.of()));
    reopen();

    Claim claim = claim(kb);

    assertThat(claim.kb()).isEqualTo(kb);
    assertThat(claim.job()).isEqualTo(lease.job());
    assertThat(claim.pending()).isEqualTo(Set.of(first, second));
    assertThat(claim.batches()).hasSize(1);
    assertThat(claim.batches().get(0).items()).isEqualTo(items);
  }

  @Test
  public void nothingWaitsWhereNothingWasStaged() {
    startJob();

    assertThat(claim(Set.of(kb, OTHER), 50)).isEmpty();
    assertThat(claim(Set.of(), 50)).isEmpty();
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
    assertThat(stores.queue().backlog(OTHER)).isEqualTo(new Backlog(0, 0, 0));
  }

  @Test
  public void batchesAreClaimedInTheirOrderAndOnce() {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    stage(lease, "b", "three four");
    stage(lease, "c", "five");

    Claim first = claim(Set.of(kb), 4).orElseThrow();
    Claim second = claim(Set.of(kb), 4).orElseThrow();

    assertThat(words(first)).containsExactly("one", "two", "three", "four");
    assertThat(words(second)).containsExactly("five");
    assertThat(first.token()).isNotEqualTo(second.token());
    assertThat(claim(Set.of(kb), 4)).isEmpty();
  }

  @Test
  public void aBatchThatIsLargerThanAskedForIsClaimedAlone() {
    JobLease lease = startJob();
    stage(lease, "a", "one two three");
    stage(lease, "b", "four");

    assertThat(words(claim(Set.of(kb), 2).orElseThrow())).containsExactly("one", "two", "three");
  }

  @Test
  public void severalClaimsAtOnceAreWhatAsManyCallsWouldHaveBrought() {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    stage(lease, "b", "three four");
    Generation superseded = stage(lease, "c", "five");
    Generation newer = stage(lease, "c", "six seven eight nine ten");
    stage(lease, "d", "eleven");

    List<Claim> claims = stores.queue().claim(Set.of(kb), 4, 3, LEASE);

    assertThat(claims.stream().map(WorkQueueContract::words))
        .containsExactly(
            List.of("one", "two", "three", "four"),
            List.of("five"),
            List.of("six", "seven", "eight", "nine", "ten"));
    assertThat(claims.stream().map(Claim::token)).doesNotHaveDuplicates();
    assertThat(claims.get(1).pending()).doesNotContain(superseded).isEmpty();
    assertThat(claims.get(2).pending()).containsExactly(newer);
    assertThat(words(claim(kb))).containsExactly("eleven");
  }

  @Test
  public void eachOfSeveralClaimsEndsForItself() {
    JobLease lease = startJob();
    for (String path : List.of("a", "b", "c", "d")) {
      stage(lease, path, "word-of-" + path);
    }
    List<Claim> claims = stores.queue().claim(Set.of(kb), 1, 8, LEASE);
    assertThat(claims).hasSize(4);

    stores.queue().release(List.of(claims.get(0).token()));
    acknowledge(claims.get(1));
    clock.advance(LEASE.dividedBy(2));
    assertThat(stores.queue().extend(claims.get(2).token(), LEASE)).isTrue();
    clock.advance(LEASE.dividedBy(2));

    List<Claim> again = stores.queue().claim(Set.of(kb), 1, 8, LEASE);
    assertThat(again.stream().map(WorkQueueContract::words))
        .containsExactly(List.of("word-of-a"), List.of("word-of-d"));
  }

  @Test
  public void whereSeveralWaitEachTurnIsOneClaim() {
    JobLease ours = startJob();
    JobLease theirs = startJob(OTHER);
    for (String path : List.of("a", "b")) {
      stage(ours, path, "one two");
      stage(theirs, path, "three four");
    }

    List<Claim> first = stores.queue().claim(Set.of(kb, OTHER), 2, 8, LEASE);
    List<Claim> second = stores.queue().claim(Set.of(kb, OTHER), 2, 8, LEASE);

    assertThat(first).hasSize(1);
    assertThat(second).hasSize(1);
    assertThat(Set.of(first.get(0).kb(), second.get(0).kb())).isEqualTo(Set.of(kb, OTHER));
  }

  @Test
  public void whatOtherKnowledgeBasesWaitForIsLeftAlone() {
    stage(startJob(OTHER), "a", "theirs");
    stage(startJob(), "a", "ours");

    assertThat(words(claim(kb))).containsExactly("ours");
    assertThat(claim(Set.of(kb), 50)).isEmpty();
    assertThat(words(claim(OTHER))).containsExactly("theirs");
  }

  @Test
  public void knowledgeBasesTakeTurnsHoweverMuchOneHasWaiting() {
    JobLease large = startJob();
    for (int i = 0; i < 10; i++) {
      stage(large, "a" + i, "one two");
    }
    for (int i = 0; i < 5; i++) {
      acknowledge(claim(Set.of(kb, OTHER), 2).orElseThrow());
    }
    JobLease small = startJob(OTHER);
    for (int i = 0; i < 5; i++) {
      stage(small, "b" + i, "three four");
    }

    List<KnowledgeBaseId> turns = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      turns.add(claim(Set.of(kb, OTHER), 2).orElseThrow().kb());
    }

    // The newcomer neither waits nor makes up for the turns before it came.
    assertThat(turns.stream().filter(kb::equals)).hasSize(4);
    assertThat(turns.subList(0, 4)).contains(kb, OTHER);
  }

  @Test
  public void aClaimHoldsForItsLeaseAndIsVoidAfterIt() {
    stage(startJob(), "a", "one");
    Claim lost = claim(kb);

    clock.advance(LEASE.minusMillis(1));
    assertThat(claim(Set.of(kb), 50)).isEmpty();
    clock.advance(Duration.ofMillis(1));

    assertThat(stores.queue().extend(lost.token(), LEASE)).isFalse();
    Claim taken = claim(kb);
    assertThat(ids(taken)).isEqualTo(ids(lost));
    assertThat(stores.queue().extend(lost.token(), LEASE)).isFalse();
    assertThat(stores.queue().extend(taken.token(), LEASE)).isTrue();
  }

  @Test
  public void noChangeOfTheWallClockEndsALease() {
    stage(startJob(), "a", "one");
    Claim claim = claim(kb);

    clock.setWall(clock.instant().plus(Duration.ofDays(400)));

    assertThat(claim(Set.of(kb), 50)).isEmpty();
    assertThat(stores.queue().extend(claim.token(), LEASE)).isTrue();
  }

  @Test
  public void anExtendedClaimHoldsForAnotherLease() {
    stage(startJob(), "a", "one");
    Claim claim = claim(kb);
    clock.advance(LEASE.dividedBy(2));

    assertThat(stores.queue().extend(claim.token(), LEASE)).isTrue();

    clock.advance(LEASE.minusMillis(1));
    assertThat(claim(Set.of(kb), 50)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claim(Set.of(kb), 50)).isPresent();
  }

  @Test
  public void aReleasedClaimIsFreeAtOnceAndVoid() {
    stage(startJob(), "a", "one");
    Claim claim = claim(kb);

    stores.queue().release(List.of(claim.token()));
    stores.queue().release(List.of(new ClaimToken("unknown")));
    stores.queue().release(List.of());

    assertThat(stores.queue().extend(claim.token(), LEASE)).isFalse();
    Claim again = claim(kb);
    assertThat(ids(again)).isEqualTo(ids(claim));
    assertThat(again.token()).isNotEqualTo(claim.token());
  }

  @Test
  public void severalClaimsAreReleasedTogetherAndNoOther() {
    JobLease lease = startJob();
    for (String path : List.of("a", "b", "c", "d")) {
      stage(lease, path, "word-of-" + path);
    }
    List<Claim> claims = stores.queue().claim(Set.of(kb), 1, 8, LEASE);
    acknowledge(claims.get(0));

    stores
        .queue()
        .release(
            List.of(
                claims.get(0).token(),
                claims.get(1).token(),
                new ClaimToken("unknown"),
                claims.get(3).token()));

    assertThat(stores.queue().extend(claims.get(2).token(), LEASE)).isTrue();
    List<Claim> again = stores.queue().claim(Set.of(kb), 1, 8, LEASE);
    assertThat(again.stream().map(WorkQueueContract::words))
        .containsExactly(List.of("word-of-b"), List.of("word-of-d"));
  }

  @Test
  public void aSuccessorVoidsTheClaimsOfTheDead() throws Exception {
    stage(startJob(), "a", "one");
    Claim dead = claim(kb);
    reopen();

    assertThat(stores.queue().voidClaims()).isEqualTo(1);

    assertThat(stores.queue().extend(dead.token(), LEASE)).isFalse();
    assertThat(ids(claim(kb))).isEqualTo(ids(dead));
    stores.queue().release(List.of(dead.token()));
    assertThat(claim(Set.of(kb), 50)).isEmpty();
  }

  @Test
  public void aClaimNamesTheGenerationsThatAreStillPending() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    Generation newer = stage(lease, "a", "two");
    Generation other = stage(lease, "b", "three");

    Claim claim = claim(kb);

    assertThat(words(claim)).containsExactly("one", "two", "three");
    assertThat(claim.pending()).isEqualTo(Set.of(newer, other));
  }

  @Test
  public void theBacklogCountsWhatWaitsClaimedOrNot() throws Exception {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    stage(lease, "b", "three");
    Backlog all = stores.queue().backlog(kb);
    assertThat(all.batches()).isEqualTo(2);
    assertThat(all.chunks()).isEqualTo(3);
    assertThat(all.bytes()).isPositive();

    Claim claim = claim(Set.of(kb), 2).orElseThrow();
    assertThat(stores.queue().backlog(kb)).isEqualTo(all);

    acknowledge(claim);
    reopen();
    Backlog rest = stores.queue().backlog(kb);
    assertThat(rest.batches()).isEqualTo(1);
    assertThat(rest.chunks()).isEqualTo(1);
    assertThat(rest.bytes()).isPositive().isLessThan(all.bytes());
    acknowledge(claim(kb));
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
  }

  @Test
  public void concurrentConsumersShareTheWorkAndNoBatchTwice() throws Exception {
    JobLease lease = startJob();
    for (int i = 0; i < 60; i++) {
      stage(lease, "a" + i, "one two");
    }
    Callable<List<Long>> consumer =
        () -> {
          List<Long> claimed = new ArrayList<>();
          Optional<Claim> claim = claim(Set.of(kb), 4);
          while (claim.isPresent()) {
            claimed.addAll(ids(claim.get()));
            acknowledge(claim.get());
            claim = claim(Set.of(kb), 4);
          }
          return claimed;
        };

    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Long> claimed = new ArrayList<>();
    try {
      for (Future<List<Long>> share :
          threads.invokeAll(List.of(consumer, consumer, consumer, consumer))) {
        claimed.addAll(share.get());
      }
    } finally {
      threads.shutdown();
    }

    assertThat(claimed).hasSize(60);
    assertThat(new HashSet<>(claimed)).hasSize(60);
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
    assertThat(job(lease).documents().indexed()).isEqualTo(60);
  }

  @Test
  public void theDepthIsOfAllThatWaitsAndOfTheOldestOfIt() {
    assertThat(stores.queue().depth()).isEqualTo(new Depth(0, 0, null));
    JobLease lease = startJob();
    JobLease other = startJob(OTHER);
    assertThat(stores.queue().depth()).isEqualTo(new Depth(0, 0, null));

    Instant first = clock.instant();
    stage(lease, "a", "one two");
    clock.advance(Duration.ofSeconds(10));
    Instant second = clock.instant();
    stage(other, "b", "three");
    clock.advance(Duration.ofSeconds(10));
    Depth both = stores.queue().depth();
    acknowledge(claim(Set.of(kb), 4).orElseThrow());
    Depth left = stores.queue().depth();

    assertThat(both.chunks()).isEqualTo(3);
    assertThat(both.bytes()).isGreaterThan(left.bytes());
    assertThat(both.oldest()).isEqualTo(first);
    assertThat(left).isEqualTo(new Depth(1, stores.queue().backlog(OTHER).bytes(), second));
  }

  private static List<Long> ids(Claim claim) {
    return claim.batches().stream().map(ClaimedBatch::id).toList();
  }

  private static List<String> words(Claim claim) {
    return claim.batches().stream()
        .flatMap(batch -> batch.items().stream())
        .map(item -> item.chunk().text())
        .toList();
  }
}
