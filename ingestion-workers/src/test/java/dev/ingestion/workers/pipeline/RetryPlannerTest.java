package dev.ingestion.workers.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.domain.retry.RetryBudget;
import dev.ingestion.domain.retry.RetryPolicy;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.workers.pipeline.RetryPlanner.Plan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPlannerTest {
  private static final IngestionException BUSY =
      new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "busy");
  private static final IngestionException BROKEN =
      new IngestionException(ErrorCode.INTERNAL_ERROR, "broken");

  private final RetryPlanner planner =
      new RetryPlanner(
          RetryBudget.forBatches(
              new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60)), 50),
          new Random(7));

  @Test
  void aBatchIsTriedWholeForOneRoundAndThenInHalves() {
    List<WorkItem> items = items(50);

    Retry third = only(failed(items, BUSY, 3));
    List<Retry> fourth = failed(items, BUSY, 4).retries();

    assertThat(third.items()).isEqualTo(items);
    assertThat(third.attempts()).isEqualTo(3);
    assertThat(fourth).extracting(retry -> retry.items().size()).containsExactly(25, 25);
    assertThat(fourth).extracting(Retry::attempts).containsOnly(4);
  }

  @Test
  void everyTextIsTriedAsOftenBeforeItIsGivenUpHoweverLargeItsBatchWas() {
    for (int size : new int[] {1, 2, 7, 50}) {
      assertThat(attemptsUntilGivenUp(size).values()).hasSize(size).containsOnly(28);
    }
  }

  @Test
  void aModelThatFailsThreeCallsInTenCostsNoTextOfTenThousand() {
    Random model = new Random(11);
    Deque<Retry> waiting = new ArrayDeque<>();
    for (int i = 0; i < 200; i++) {
      waiting.add(new Retry(items(50), 0, Duration.ZERO));
    }
    int done = 0;
    while (!waiting.isEmpty()) {
      Retry next = waiting.remove();
      if (model.nextInt(10) >= 3) {
        done += next.items().size();
      } else {
        Plan plan = failed(next.items(), BUSY, next.attempts() + 1);
        assertThat(plan.failures()).isEmpty();
        waiting.addAll(plan.retries());
      }
    }
    assertThat(done).isEqualTo(10_000);
  }

  @Test
  void aRefusedTextIsTriedAgainAloneIfTheErrorAllowsIt() {
    Plan first = new Plan();
    planner.refused(first, items(1).get(0), BROKEN, 1);
    Plan last = new Plan();
    planner.refused(last, items(1).get(0), BROKEN, 4);
    Plan hopeless = new Plan();
    planner.refused(
        hopeless, items(1).get(0), new IngestionException(ErrorCode.INVALID_ARGUMENT, "no"), 1);

    assertThat(only(first).attempts()).isEqualTo(1);
    assertThat(last.retries()).isEmpty();
    assertThat(last.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
              assertThat(failure.attempts()).isEqualTo(4);
              assertThat(failure.stack()).contains("broken", "\tat ");
            });
    assertThat(hopeless.failures()).hasSize(1);
  }

  @Test
  void nothingIsTriedBeforeTheTimeThatWasAskedFor() {
    Duration asked = Duration.ofMinutes(7);
    IngestionException limited =
        new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "429", null, asked);

    assertThat(failed(items(2), limited, 1).retries())
        .extracting(Retry::delay)
        .containsExactly(asked);
    assertThat(failed(items(2), limited, 4).retries())
        .extracting(Retry::delay)
        .containsExactly(asked, asked);
  }

  @Test
  void anAttemptThatIsSparedDoesNotCount() {
    Plan plan = new Plan();
    planner.spare(plan, items(3), 2, Duration.ofSeconds(5));

    assertThat(only(plan)).isEqualTo(new Retry(items(3), 2, Duration.ofSeconds(5)));
  }

  private Map<WorkItem, Integer> attemptsUntilGivenUp(int size) {
    Map<WorkItem, Integer> attempts = new HashMap<>();
    Deque<Retry> waiting = new ArrayDeque<>();
    waiting.add(new Retry(items(size), 0, Duration.ZERO));
    List<Failure> failures = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Retry next = waiting.remove();
      next.items().forEach(item -> attempts.merge(item, 1, Integer::sum));
      Plan plan = failed(next.items(), BUSY, next.attempts() + 1);
      waiting.addAll(plan.retries());
      failures.addAll(plan.failures());
    }
    assertThat(failures).hasSize(size);
    return attempts;
  }

  private Plan failed(List<WorkItem> items, IngestionException error, int failed) {
    Plan plan = new Plan();
    planner.failed(plan, items, error, failed);
    return plan;
  }

  private static Retry only(Plan plan) {
    assertThat(plan.failures()).isEmpty();
    assertThat(plan.retries()).hasSize(1);
    return plan.retries().get(0);
  }

  private static List<WorkItem> items(int count) {
    DocumentKey document = new DocumentKey(SourceName.DEFAULT, "doc");
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new WorkItem(
                    new Generation(1),
                    document,
                    "",
                    ChunkId.of(new KnowledgeBaseId("kb"), document, "t" + i, 0, Documents.PIPELINE),
                    new Chunk(i, "t" + i, List.of(), 0, 0, 2)))
        .toList();
  }
}
