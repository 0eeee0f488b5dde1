package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.app.engine.ControlledJob.Stage;
import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs are paused, resumed and cancelled, wait their turn, and are taken up after a death. */
@Timeout(120)
class JobControlIT {
  @TempDir Path temp;

  @Test
  void aPauseIsDoneOnceNoThreadWorksOnTheJobAndResumingCompletesIt() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.RUNNING);

      IngestionState asked = job.bench.ingestion().pause(KB);
      assertThat(asked.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(asked.stopping()).isTrue();
      assertThat(job.state().stopping()).isTrue();

      job.gate.letThrough(1);
      assertThat(job.atRest().status()).isEqualTo(JobStatus.PAUSED);
      Set<String> before = job.bench.content();

      job.gate.letAllThrough();
      assertThat(job.bench.ingestion().resume(KB).status()).isEqualTo(JobStatus.RUNNING);
      IngestionState end = job.atRest();
      assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(end.documents().indexed()).isEqualTo(6);
      assertThat(end.documents().balanced()).isTrue();
      assertThat(job.bench.content()).hasSize(6).containsAll(before);
      assertThat(job.bench.verify().clean()).isTrue();
    }
  }

  @Test
  void resumingBeforeThePauseIsDoneWithdrawsIt() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.PAUSING);

      job.bench.ingestion().resume(KB);
      job.gate.letAllThrough();

      assertThat(job.atRest().status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(job.bench.content()).hasSize(6);
      assertThat(kinds(job)).contains(JobEvent.Kind.REQUEST_WITHDRAWN);
    }
  }

  @Test
  void cancellingLeavesWhatIsLiveAndMakesRoomForAnotherJob() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.PAUSED);
      Set<String> live = job.bench.content();

      assertThat(job.bench.ingestion().cancel(KB).status()).isEqualTo(JobStatus.CANCELED);
      assertThat(job.bench.content()).isEqualTo(live);
      assertThat(job.bench.real(WorkQueue.class).backlog(KB).batches()).isZero();

      String first = job.state().job().value();
      job.gate.letAllThrough();
      job.start();
      IngestionState next = job.atRest();
      assertThat(next.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(next.job().value()).isNotEqualTo(first);
      assertThat(job.bench.content()).hasSize(6);
      assertThat(job.bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aCancelWhileItRunsIsDoneOnceNoThreadWorksOnTheJob() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.CANCELING);
      assertThat(job.state().status()).isEqualTo(JobStatus.RUNNING);

      job.gate.letThrough(1);

      assertThat(job.atRest().status()).isEqualTo(JobStatus.CANCELED);
      assertThat(job.bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aJobBeyondTheLimitWaitsSaysSoAndTheMostUrgentGoesFirst() {
    KnowledgeBaseId urgent = new KnowledgeBaseId("urgent");
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.PENDING);
      assertThat(job.state().waiting()).contains("1 jobs that may run at once");
      job.bench.ingestion().start(Workbench.start(urgent, job.folder, 9));

      job.gate.letAllThrough();
      assertThat(job.atRest(urgent).status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(job.atRest().status()).isEqualTo(JobStatus.COMPLETED);

      assertThat(started(job, urgent)).isBeforeOrEqualTo(started(job, KB));
      assertThat(job.state().waiting()).isNull();
    }
  }

  @Test
  void aPriorityCanBeChangedUntilTheJobHasEnded() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.RUNNING);

      assertThat(job.bench.ingestion().prioritize(KB, new JobPriority(8)).priority().value())
          .isEqualTo(8);

      job.gate.letAllThrough();
      assertThat(job.atRest().priority().value()).isEqualTo(8);
      assertCode(
          ErrorCode.ILLEGAL_TRANSITION,
          () -> job.bench.ingestion().prioritize(KB, new JobPriority(1)));
    }
  }

  @Test
  void whatADeadProcessWasAskedForIsDoneAtTheNextStart() {
    for (JobIntent intent : JobIntent.values()) {
      Path root = temp.resolve(intent.name());
      try (ControlledJob job = new ControlledJob(root)) {
        job.bringTo(Stage.RUNNING);
        job.gate.letThrough(1);
      }
      try (ControlledJob job = new ControlledJob(root)) {
        JobRepository jobs = job.bench.real(JobRepository.class);
        Job left = jobs.active(KB).orElseThrow();
        assertThat(left.status()).isEqualTo(JobStatus.RUNNING);
        jobs.update(
            left.intending(intent, Instant.EPOCH),
            new JobEvent(
                left.id(), KB, Instant.EPOCH, JobEvent.Kind.PAUSE_REQUESTED, null, "dead", ""));
      }
      try (ControlledJob job = new ControlledJob(root)) {
        assertThat(job.state().status()).isEqualTo(intent.goal());
        assertThat(job.state().stopping()).isFalse();
      }
    }
  }

  @Test
  void aJobWhoseProcessDiedIsTakenUpOrPausedAsIsConfigured() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.RUNNING);
      job.gate.letThrough(1);
    }
    try (ControlledJob job = new ControlledJob(temp)) {
      assertThat(job.state().status()).isEqualTo(JobStatus.RUNNING);
      assertThat(job.state().waiting()).contains("none works on it", "resume it");
      assertThat(job.bench.ingestion().history(KB, 1).get(0).waiting()).contains("resume it");
      assertThat(job.bench.knowledgeBases().summary(KB).state().waiting()).contains("resume it");
      job.gate.letAllThrough();
      assertThat(job.bench.ingestion().takeUp()).hasSize(1);
      assertThat(job.atRest().status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(kinds(job)).contains(JobEvent.Kind.TAKEN_OVER);
      assertThat(job.bench.ingestion().takeUp()).isEmpty();
    }
    Path another = temp.resolve("another");
    try (ControlledJob job = new ControlledJob(another)) {
      job.bringTo(Stage.RUNNING);
      job.gate.letThrough(1);
    }
    try (ControlledJob job = new ControlledJob(another, Map.of("ingestion.recovery", "pause"))) {
      assertThat(job.state().status()).isEqualTo(JobStatus.PAUSED);
      assertThat(job.bench.ingestion().takeUp()).isEmpty();
    }
  }

  @Test
  void aParserThatHangsIsInterruptedAndTheJobIsPausedNotFailed() {
    CountDownLatch hanging = new CountDownLatch(1);
    Between hangingParser =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            return type == DocumentParser.class
                ? type.cast(new HangingParser((DocumentParser) real, hanging))
                : real;
          }
        };
    Path folder = temp.resolve("docs");
    try (ControlledJob unused = new ControlledJob(temp.resolve("unused"))) {
      folder = unused.folder;
    }
    try (Workbench bench =
        Workbench.open(
            temp.resolve("data"),
            Gate.open(),
            hangingParser,
            Map.of("ingestion.thread-join-timeout", "50ms"))) {
      bench.ingestion().start(Workbench.start(folder));
      awaitUninterrupted(hanging);

      bench.ingestion().pause(KB);
      assertThat(atRest(bench).status()).isEqualTo(JobStatus.PAUSED);
      assertThat(atRest(bench).error()).isNull();
    }
  }

  @Test
  void allJobsArePausedAndCancelledAtOnce() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.PENDING);

      assertThat(job.bench.ingestion().pauseAll())
          .extracting(state -> state.kb().value())
          .containsExactly("other");
      job.gate.letThrough(1);
      assertThat(job.atRest(new KnowledgeBaseId("other")).status()).isEqualTo(JobStatus.PAUSED);

      job.bench.ingestion().cancelAll();
      job.gate.letAllThrough();
      assertThat(job.atRest().status()).isEqualTo(JobStatus.CANCELED);
      assertThat(job.bench.ingestion().list())
          .extracting(IngestionState::status)
          .containsOnly(JobStatus.CANCELED);
    }
  }

  @Test
  void anUnknownKnowledgeBaseIsSaidToBeUnknownByEveryCall() {
    KnowledgeBaseId none = new KnowledgeBaseId("none");
    try (ControlledJob job = new ControlledJob(temp)) {
      IngestionService ingestion = job.bench.ingestion();
      for (Runnable call :
          List.<Runnable>of(
              () -> ingestion.pause(none),
              () -> ingestion.resume(none),
              () -> ingestion.cancel(none),
              () -> ingestion.prioritize(none, JobPriority.DEFAULT),
              () -> ingestion.status(none),
              () -> ingestion.history(none, 1))) {
        assertCode(ErrorCode.UNKNOWN_KNOWLEDGE_BASE, call);
      }
    }
  }

  @Test
  void theHistorySaysWhatHappenedInItsOrder() {
    try (ControlledJob job = new ControlledJob(temp)) {
      job.bringTo(Stage.PAUSED);
      job.gate.letAllThrough();
      job.bench.ingestion().resume(KB);
      job.atRest();

      assertThat(job.bench.ingestion().events(job.state().job(), 100))
          .extracting(event -> event.kind() + " " + event.status())
          .containsExactly(
              "CREATED PENDING",
              "STATUS_CHANGED RUNNING",
              "PAUSE_REQUESTED RUNNING",
              "STATUS_CHANGED PAUSED",
              "STATUS_CHANGED RUNNING",
              "STATUS_CHANGED COMPLETED");
    }
  }

  private static IngestionState atRest(Workbench bench) {
    try {
      return bench.ingestion().await(KB, Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant started(ControlledJob job, KnowledgeBaseId kb) {
    return job.bench.ingestion().status(kb).orElseThrow().startedAt();
  }

  private static List<JobEvent.Kind> kinds(ControlledJob job) {
    return job.bench.ingestion().events(job.state().job(), 100).stream()
        .map(JobEvent::kind)
        .toList();
  }

  private static void assertCode(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
