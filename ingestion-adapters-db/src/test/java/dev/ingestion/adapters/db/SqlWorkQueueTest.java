package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.JobLease;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.WorkQueueContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlWorkQueueTest extends WorkQueueContract {
  @TempDir Path root;
  private H2Stores opened;

  @Override
  protected Stores open(SettableClock clock) {
    opened = H2Stores.prepared(root, clock);
    return opened.ports();
  }

  @Override
  protected void close() {
    opened.close();
  }

  @Test
  void aClaimWaitsForNobodyWhoChangesDocuments() throws Exception {
    stage(startJob(), "a", "one");

    List<Claim> claims =
        during(tx -> assertThat(Lanes.hold(tx, kb)).isTrue(), this::claimNow, Expect.TO_END);

    assertThat(claims).hasSize(1);
  }

  @Test
  void whoeverChangesDocumentsWaitsForWhoeverDoesSo() throws Exception {
    startJob();

    boolean held =
        during(
            tx -> assertThat(Lanes.hold(tx, kb)).isTrue(),
            () -> opened.transactions().write(tx -> Lanes.hold(tx, kb)),
            Expect.TO_WAIT);

    assertThat(held).isTrue();
  }

  @Test
  void whatIsTakenAwayMeanwhileIsNotClaimed() throws Exception {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    stage(lease, "b", "two");

    List<Claim> claims =
        during(
            tx -> tx.deleteFrom(BATCH).orderBy(BATCH.BATCH_ID).limit(1).execute(),
            this::claimNow,
            Expect.TO_WAIT);

    assertThat(claims).hasSize(1);
    assertThat(claims.get(0).batches().get(0).items().get(0).chunk().text()).isEqualTo("two");
  }

  @Test
  void whoeverFindsThatAllItSawWasTakenMeanwhileLooksForMore() throws Exception {
    JobLease lease = startJob();
    for (String path : List.of("a", "b", "c")) {
      stage(lease, path, path);
    }

    List<Claim> claims =
        during(
            tx -> tx.deleteFrom(BATCH).orderBy(BATCH.BATCH_ID).limit(2).execute(),
            this::claimNow,
            Expect.TO_WAIT);

    assertThat(claims).hasSize(1);
    assertThat(claims.get(0).batches().get(0).items().get(0).chunk().text()).isEqualTo("c");
  }

  @Test
  void whatIsClaimedByAnotherMeanwhileIsNotTakenAway() throws Exception {
    stage(startJob(), "a", "one");
    Claim late = claim(kb);
    clock.advance(LEASE);

    Set<?> refused =
        during(
            tx -> tx.update(BATCH).set(BATCH.CLAIM_TOKEN, "another").execute(),
            () -> stores.checkpoints().acknowledge(kb, 1, List.of(result(late))),
            Expect.TO_WAIT);

    assertThat(refused).isEqualTo(Set.of(late.token()));
    assertThat(stores.queue().backlog(kb).batches()).isEqualTo(1);
  }

  private List<Claim> claimNow() {
    return stores.queue().claim(Set.of(kb), 1, 2, LEASE);
  }

  private enum Expect {
    TO_END,
    TO_WAIT
  }

  /**
   * @param change is made in a transaction that is open while the work is done, or until it waits
   */
  private <T> T during(Consumer<DSLContext> change, Callable<T> work, Expect expected)
      throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    opened
        .transactions()
        .change(
            tx -> {
              change.accept(tx);
              thread.start();
              Awaitility.await().until(() -> task.isDone() || waitsForALock(thread));
              ended.complete(task.isDone());
            });
    assertThat(ended.join()).isEqualTo(expected == Expect.TO_END);
    return task.get();
  }

  private static boolean waitsForALock(Thread thread) {
    return List.of(thread.getStackTrace()).stream()
        .anyMatch(frame -> frame.getMethodName().equals("waitForThisToEnd"));
  }
}
