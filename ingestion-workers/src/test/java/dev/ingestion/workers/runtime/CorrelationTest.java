package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CorrelationTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void whatAThreadSaidBeforeHoldsAgainAfterwards() {
    MDC.put("client", "somebody");

    Correlation.during(
        kb("a"), job("1"), () -> assertThat(MDC.get("client")).isEqualTo("somebody"));

    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("client", "somebody"));
  }

  @Test
  void workWithinWorkOfAnotherJobGivesItsNameBack() {
    List<String> jobs = new ArrayList<>();

    Correlation.during(
        kb("a"),
        job("1"),
        () -> {
          Correlation.during(kb("b"), job("2"), () -> jobs.add(MDC.get("job_id")));
          jobs.add(MDC.get("job_id"));
        });

    assertThat(jobs).containsExactly("2", "1");
    assertThat(MDC.get("job_id")).isNull();
  }

  @Test
  void workThatFailsLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                Correlation.during(
                    kb("a"),
                    job("1"),
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(MDC.get("kb_id")).isNull();
    assertThat(MDC.get("job_id")).isNull();
    assertThat(MDC.get("worker")).isNull();
  }

  @Test
  void threadsThatWorkOnManyJobsInTurnNeverTakeOneForAnother() throws Exception {
    ExecutorService shared = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> work = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        String number = String.valueOf(i % 7);
        work.add(() -> seen(number));
      }
      for (Future<String> seen : shared.invokeAll(work)) {
        assertThat(seen.get()).isEmpty();
      }
    } finally {
      shared.shutdown();
    }
  }

  /** What was wrong about the context of work on a job. */
  private static String seen(String number) {
    List<String> wrong = new ArrayList<>();
    if (MDC.get("job_id") != null) {
      wrong.add("left behind: " + MDC.get("job_id"));
    }
    Correlation.during(
        kb(number),
        job(number),
        () -> {
          if (!number.equals(MDC.get("job_id"))
              || !number.equals(MDC.get("kb_id"))
              || !Thread.currentThread().getName().equals(MDC.get("worker"))) {
            wrong.add("of another: " + MDC.getCopyOfContextMap());
          }
        });
    return String.join(", ", wrong);
  }

  private static KnowledgeBaseId kb(String id) {
    return new KnowledgeBaseId(id);
  }

  private static JobId job(String id) {
    return new JobId(id);
  }
}
