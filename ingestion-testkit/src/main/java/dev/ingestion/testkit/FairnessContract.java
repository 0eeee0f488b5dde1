package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Who is served by a {@link dev.ingestion.ports.out.WorkQueue} that gives knowledge bases below the
 * highest priority 5 % together.
 */
public abstract class FairnessContract extends StoresContract {
  private static final KnowledgeBaseId A = new KnowledgeBaseId("a");
  private static final KnowledgeBaseId B = new KnowledgeBaseId("b");
  private static final KnowledgeBaseId C = new KnowledgeBaseId("c");
  private static final Set<KnowledgeBaseId> ALL = Set.of(A, B, C);

  @Test
  public void theHighestPriorityIsServedFirstAndNobodyStarves() {
    enqueue(A, 9, 300, 2);
    enqueue(B, 1, 300, 2);

    Map<KnowledgeBaseId, Integer> served = serve(200, 2);

    assertThat(served.get(A)).isBetween(376, 384);
    assertThat(served.get(B)).isBetween(16, 24);
  }

  @Test
  public void ofThreePrioritiesTheLowerTwoShareWhatIsLeftForThem() {
    enqueue(A, 9, 500, 2);
    enqueue(B, 5, 100, 2);
    enqueue(C, 1, 100, 2);

    Map<KnowledgeBaseId, Integer> served = serve(400, 2);

    assertThat(served.get(A)).isBetween(752, 768);
    assertThat(served.get(B)).isBetween(16, 24);
    assertThat(served.get(C)).isBetween(16, 24);
  }

  @Test
  public void whatTheHighestPriorityLeavesGoesToTheNext() {
    enqueue(A, 9, 10, 2);
    enqueue(B, 5, 100, 2);
    enqueue(C, 1, 100, 2);

    Map<KnowledgeBaseId, Integer> served = serve(60, 2);

    assertThat(served.get(A)).isEqualTo(20);
    assertThat(served.get(B)).isGreaterThanOrEqualTo(88);
    assertThat(served.get(C)).isBetween(4, 12);
  }

  @Test
  public void knowledgeBasesOfOnePriorityShareByChunksHoweverLargeTheirBatchesAre() {
    enqueue(A, 5, 400, 1);
    enqueue(B, 5, 100, 4);

    Map<KnowledgeBaseId, Integer> served = serve(200, 1);

    assertThat(served.getOrDefault(A, 0) - served.getOrDefault(B, 0)).isBetween(-4, 4);
  }

  @Test
  public void whoComesLateSharesFromThenOn() {
    enqueue(A, 9, 300, 2);
    enqueue(B, 1, 100, 2);
    serve(100, 2);
    enqueue(C, 9, 200, 2);

    Map<KnowledgeBaseId, Integer> served = serve(100, 2);

    assertThat(served.get(A)).isBetween(90, 100);
    assertThat(served.get(C)).isBetween(90, 100);
    assertThat(served.get(B)).isBetween(6, 14);
  }

  @Test
  public void whoComesBackDoesNotPayForWhatItHadBefore() {
    enqueue(A, 5, 100, 2);
    serve(100, 2);
    enqueue(B, 5, 200, 2);
    serve(10, 2);
    enqueue(A, 5, 100, 2);

    Map<KnowledgeBaseId, Integer> served = serve(40, 2);

    assertThat(served.get(A)).isBetween(30, 50);
  }

  @Test
  public void whoWasNotServedForAWhileDoesNotMakeUpForIt() throws Exception {
    enqueue(A, 5, 400, 2);
    enqueue(B, 5, 400, 2);
    serve(Set.of(A), 100, 2);

    assertThat(serve(40, 2).get(A)).isBetween(38, 42);
    serve(Set.of(B), 100, 2);
    reopen();
    assertThat(serve(40, 2).get(B)).isBetween(38, 42);
  }

  @Test
  public void aPriorityThatChangesCountsAtOnce() throws Exception {
    enqueue(A, 5, 400, 2);
    enqueue(B, 5, 400, 2);
    assertThat(serve(40, 2).get(B)).isEqualTo(40);

    prioritize(B, 9);
    reopen();
    assertThat(serve(100, 2).get(B)).isBetween(188, 192);
    prioritize(B, 5);

    assertThat(serve(40, 2).get(B)).isBetween(36, 44);
  }

  private final Map<KnowledgeBaseId, JobLease> leases = new HashMap<>();

  private void prioritize(KnowledgeBaseId kb, int priority) {
    JobLease lease = Objects.requireNonNull(leases.get(kb));
    update(job(lease).prioritized(new JobPriority(priority), clock.instant()));
  }

  private void enqueue(KnowledgeBaseId kb, int priority, int batches, int chunks) {
    JobLease lease = leases.computeIfAbsent(kb, this::startJob);
    prioritize(kb, priority);
    Generation generation = reserve();
    String path = "document-" + generation.number();
    List<WorkItem> items = items(kb, generation, path, "w" + " w".repeat(batches * chunks - 1));
    List<NewBatch> staged = new ArrayList<>();
    for (int from = 0; from < items.size(); from += chunks) {
      staged.add(new NewBatch(items.subList(from, from + chunks)));
    }
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(generation, path, path)),
                staged,
                List.of(sealed(generation, items))));
  }

  /**
   * @return chunks served, by knowledge base
   */
  private Map<KnowledgeBaseId, Integer> serve(int claims, int chunks) {
    return serve(ALL, claims, chunks);
  }

  private Map<KnowledgeBaseId, Integer> serve(Set<KnowledgeBaseId> among, int claims, int chunks) {
    Map<KnowledgeBaseId, Integer> served = new HashMap<>();
    for (int i = 0; i < claims; i++) {
      Claim claim = claim(among, chunks).orElseThrow();
      acknowledge(claim);
      int size = claim.batches().stream().mapToInt(batch -> batch.items().size()).sum();
      served.merge(claim.kb(), size, Integer::sum);
    }
    return served;
  }
}
