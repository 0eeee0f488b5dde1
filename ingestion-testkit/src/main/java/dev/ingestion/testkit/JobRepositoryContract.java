package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.WorkedTime;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.StartRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link JobRepository} does. */
public abstract class JobRepositoryContract extends StoresContract {

  @Test
  public void aJobIsFoundAsItWasStoredAlsoAfterReopening() throws Exception {
    Job job =
        new Job(
            new JobId("j"),
            kb,
            SOURCE,
            "/docs\nwith 'odd' names",
            "default",
            true,
            new JobPriority(8),
            JobStatus.FAILED,
            JobPhase.INDEXING,
            7,
            JobIntent.CANCEL,
            new DocumentCounts(6, 1, 2, 3, 4, 5),
            new ChunkCounts(10, 9, 8, 7),
            "for the model",
            new JobError(ErrorCode.EMBEDDING_UNAVAILABLE, "It is away"),
            clock.instant(),
            clock.instant().plusSeconds(1),
            clock.instant().plusSeconds(3),
            clock.instant().plusSeconds(2),
            new WorkedTime(Duration.ofMillis(1500), clock.instant().plusSeconds(1)));
    insert(job);
    reopen();

    assertThat(stores.jobs().find(job.id())).contains(job);
    assertThat(stores.jobs().find(new JobId("another"))).isEmpty();
  }

  @Test
  public void aSecondActiveJobIsRefusedAndTheMessageNamesTheFirst() {
    JobLease first = startJob();

    assertThatThrownBy(() -> insert(pendingJob(kb))).hasMessageContaining(first.job().value());
    assertRefused(ErrorCode.JOB_ACTIVE, () -> insert(pendingJob(kb)));

    assertThat(stores.jobs().history(kb, 10)).hasSize(1);
    insert(pendingJob(new KnowledgeBaseId("another")));
  }

  @Test
  public void ofManyConcurrentStartsOneWins() throws Exception {
    List<Callable<Boolean>> starts =
        IntStream.range(0, 8)
            .mapToObj(i -> pendingJob(kb))
            .<Callable<Boolean>>map(
                job ->
                    () -> {
                      try {
                        insert(job);
                        return true;
                      } catch (IngestionException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.JOB_ACTIVE);
                        return false;
                      }
                    })
            .toList();

    int won = 0;
    for (Boolean started : inParallel(starts)) {
      won += started ? 1 : 0;
    }

    assertThat(won).isEqualTo(1);
  }

  @Test
  public void anEndedJobMakesRoomForTheNext() {
    for (JobStatus end : List.of(JobStatus.COMPLETED, JobStatus.CANCELED)) {
      JobLease lease = startJob();
      assertThat(stores.jobs().active(kb)).map(Job::id).contains(lease.job());

      end(lease, end);

      assertThat(stores.jobs().active(kb)).isEmpty();
      assertThat(stores.jobs().latest(kb)).map(Job::id).contains(lease.job());
    }
  }

  @Test
  public void aFailedOrPausedJobKeepsItsKnowledgeBase() {
    for (JobStatus rest : List.of(JobStatus.PAUSED, JobStatus.FAILED)) {
      JobLease lease = startJob();
      end(lease, rest);

      assertThat(stores.jobs().active(kb)).map(Job::status).contains(rest);
      assertRefused(ErrorCode.JOB_ACTIVE, () -> insert(pendingJob(kb)));
      end(lease, JobStatus.CANCELED);
    }
  }

  @Test
  public void jobsOfAllKnowledgeBasesAreGivenPageByPage() {
    KnowledgeBaseId other = new KnowledgeBaseId("another");
    JobLease first = startJob();
    end(first, JobStatus.CANCELED);
    clock.setWall(clock.instant().minus(Duration.ofDays(1)));
    JobLease second = startJob(other);
    JobLease third = startJob();

    assertThat(page(null, null, null)).containsExactly(third.job(), second.job(), first.job());
    assertThat(page(null, null, third.job())).containsExactly(second.job(), first.job());
    assertThat(page(kb, null, null)).containsExactly(third.job(), first.job());
    assertThat(page(kb, null, third.job())).containsExactly(first.job());
    assertThat(page(kb, null, second.job())).isEmpty(); // it is none of them
    assertThat(page(null, JobStatus.CANCELED, null)).containsExactly(first.job());
    assertThat(page(null, null, first.job())).isEmpty();
    assertThat(page(null, null, new JobId("unknown"))).isEmpty();
    assertThat(stores.jobs().page(Set.of(), null, null, 2)).hasSize(2);
  }

  private List<JobId> page(
      @Nullable KnowledgeBaseId of, @Nullable JobStatus status, @Nullable JobId before) {
    Set<KnowledgeBaseId> kbs = of == null ? Set.of() : Set.of(of);
    return stores.jobs().page(kbs, status, before, 10).stream().map(Job::id).toList();
  }

  @Test
  public void aRequestToStartIsRememberedOnceAndForgottenWithItsKnowledgeBase() throws Exception {
    JobLease lease = startJob();
    RequestKey key = new RequestKey("first-try");
    StartRequest request =
        new StartRequest(kb, key, "f".repeat(64), lease.job(), 3, clock.instant());
    stores.jobs().remember(request, clock.instant());
    reopen();

    assertThat(stores.jobs().remembered(kb, key)).contains(request);
    assertThat(stores.jobs().remembered(kb, new RequestKey("second-try"))).isEmpty();
    assertThat(stores.jobs().remembered(new KnowledgeBaseId("another"), key)).isEmpty();
    assertRefused(
        ErrorCode.CONCURRENT_CHANGE,
        () ->
            stores
                .jobs()
                .remember(
                    new StartRequest(
                        kb, key, "0".repeat(64), new JobId("other"), 0, clock.instant()),
                    clock.instant()));
    assertThat(stores.jobs().remembered(kb, key)).contains(request);

    stores.knowledgeBases().finishDelete(kb);
    assertThat(stores.jobs().remembered(kb, key)).isEmpty();
  }

  @Test
  public void oldRequestsOfWhateverKnowledgeBaseAreForgottenWhenAnotherIsKept() throws Exception {
    JobLease lease = startJob();
    Duration kept = Duration.ofHours(24);
    Instant noon = clock.instant();
    KnowledgeBaseId another = new KnowledgeBaseId("another");
    remember(kb, "old", lease, kept);
    remember(another, "old", lease, kept);
    clock.setWall(noon.plusSeconds(1));
    remember(kb, "younger", lease, kept);
    clock.setWall(noon.plus(kept));
    remember(kb, "old-enough", lease, kept);
    assertThat(requests(kb, "old", "younger", "old-enough"))
        .containsExactly("old", "younger", "old-enough");

    clock.setWall(noon.plus(kept).plusSeconds(1));
    remember(another, "new", lease, kept);
    reopen();

    assertThat(requests(kb, "old", "younger", "old-enough"))
        .containsExactly("younger", "old-enough");
    assertThat(requests(another, "old", "new")).containsExactly("new");
    remember(kb, "old", lease, kept);
    assertThat(requests(kb, "old")).containsExactly("old");
  }

  private void remember(KnowledgeBaseId of, String key, JobLease lease, Duration kept) {
    Instant now = clock.instant();
    stores
        .jobs()
        .remember(
            new StartRequest(of, new RequestKey(key), "f".repeat(64), lease.job(), 0, now),
            now.minus(kept));
  }

  private List<String> requests(KnowledgeBaseId of, String... keys) {
    return Stream.of(keys)
        .filter(key -> stores.jobs().remembered(of, new RequestKey(key)).isPresent())
        .toList();
  }

  @Test
  public void historyIsNewestFirstWhateverTheWallClockDid() {
    JobLease first = startJob();
    end(first, JobStatus.CANCELED);
    clock.setWall(clock.instant().minus(Duration.ofDays(1)));
    JobLease second = startJob();

    assertThat(stores.jobs().history(kb, 10))
        .extracting(Job::id)
        .containsExactly(second.job(), first.job());
    assertThat(stores.jobs().history(kb, 1)).extracting(Job::id).containsExactly(second.job());
    assertThat(stores.jobs().latest(kb)).map(Job::id).contains(second.job());
  }

  @Test
  public void anUpdateReplacesTheStatusAndLeavesTheCounts() {
    JobLease lease = startJob();
    stage(lease, "a", "one two");
    Job running = stores.jobs().progress(lease, listed(3), JobPhase.EMBEDDING, "for a model");
    clock.advance(Duration.ofSeconds(5));
    JobError error = new JobError(ErrorCode.STORAGE_UNAVAILABLE, "The disk is full");

    Job stale = running.become(JobStatus.FAILED, error, clock.instant());
    update(withoutCounts(stale));

    Job failed = job(lease);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.error()).isEqualTo(error);
    assertThat(failed.waiting()).isNull();
    assertThat(failed.documents()).isEqualTo(running.documents());
    assertThat(failed.chunks()).isEqualTo(new ChunkCounts(2, 0, 0, 0));
    update(failed.become(JobStatus.RUNNING, null, clock.instant()));
    assertThat(job(lease).error()).isNull();
  }

  @Test
  public void anUpdateOfAnOlderVersionIsRefused() {
    JobLease lease = startJob();
    Job seen = job(lease);
    end(lease, JobStatus.PAUSED);

    assertRefused(
        ErrorCode.CONCURRENT_CHANGE,
        () -> update(seen.become(JobStatus.COMPLETED, null, clock.instant())));
    assertThat(job(lease).status()).isEqualTo(JobStatus.PAUSED);
  }

  @Test
  public void anIntentAndAPriorityAreStoredAndATransitionClearsTheIntent() throws Exception {
    JobLease lease = startJob();
    update(job(lease).intending(JobIntent.PAUSE, clock.instant()));
    update(job(lease).prioritized(new JobPriority(9), clock.instant()));
    reopen();

    assertThat(job(lease).intent()).isEqualTo(JobIntent.PAUSE);
    assertThat(job(lease).priority()).isEqualTo(new JobPriority(9));
    end(lease, JobStatus.PAUSED);
    assertThat(job(lease).intent()).isNull();
  }

  @Test
  public void activeJobsComeByPriorityAndThenByAge() {
    JobLease first = startJob(new KnowledgeBaseId("b"));
    JobLease second = startJob(new KnowledgeBaseId("a"));
    JobLease urgent = startJob(new KnowledgeBaseId("c"));
    JobLease ended = startJob(new KnowledgeBaseId("d"));
    update(job(urgent).prioritized(new JobPriority(7), clock.instant()));
    end(second, JobStatus.PAUSED);
    end(ended, JobStatus.COMPLETED);

    assertThat(stores.jobs().active())
        .extracting(Job::id)
        .containsExactly(urgent.job(), first.job(), second.job());
  }

  @Test
  public void anUpdateUnderALeaseIsRefusedOnceAnotherHoldsIt() {
    JobLease frozen = startJob();
    JobLease successor = stores.jobs().lease(frozen.job());
    Job paused = job(frozen).become(JobStatus.PAUSED, null, clock.instant());
    JobEvent event = event(paused, JobEvent.Kind.STATUS_CHANGED);

    assertRefused(ErrorCode.LEASE_LOST, () -> stores.jobs().update(frozen, paused, event));
    assertThat(job(frozen).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores.jobs().events(frozen.job(), 10)).doesNotContain(event);

    stores.jobs().update(successor, paused, event);
    assertThat(job(frozen).status()).isEqualTo(JobStatus.PAUSED);
    assertRefused(
        ErrorCode.CONCURRENT_CHANGE, () -> stores.jobs().update(successor, paused, event));
  }

  @Test
  public void aHistoryKeepsWhatHappenedInItsOrder() throws Exception {
    JobLease lease = startJob();
    end(lease, JobStatus.PAUSED);
    JobLease other = startJob(new KnowledgeBaseId("another"));
    reopen();

    assertThat(stores.jobs().events(lease.job(), 10))
        .extracting(JobEvent::kind)
        .containsExactly(
            JobEvent.Kind.CREATED, JobEvent.Kind.STATUS_CHANGED, JobEvent.Kind.STATUS_CHANGED);
    assertThat(stores.jobs().events(lease.job(), 2))
        .extracting(JobEvent::status)
        .containsExactly(JobStatus.RUNNING, JobStatus.PAUSED);
    assertThat(stores.jobs().events(other.job(), 10)).hasSize(2);
  }

  @Test
  public void anEventOfAnUpdateThatIsRefusedIsNotKept() {
    JobLease lease = startJob();
    Job seen = job(lease);
    end(lease, JobStatus.PAUSED);
    int before = stores.jobs().events(lease.job(), 10).size();

    assertRefused(
        ErrorCode.CONCURRENT_CHANGE,
        () -> update(seen.become(JobStatus.COMPLETED, null, clock.instant())));
    assertThat(stores.jobs().events(lease.job(), 10)).hasSize(before);
  }

  @Test
  public void progressKeepsWhatTheListingCountedAndNothingElse() {
    JobLease lease = startJob();
    index(lease, "a", "one two");

    Job job =
        stores
            .jobs()
            .progress(lease, new DocumentCounts(9, 99, 4, 3, 2, 99), JobPhase.CHUNKING, "why");

    assertThat(job.documents()).isEqualTo(new DocumentCounts(9, 1, 4, 3, 2, 0));
    assertThat(job.phase()).isEqualTo(JobPhase.CHUNKING);
    assertThat(job.waiting()).isEqualTo("why");
    assertThat(job).isEqualTo(job(lease));
  }

  @Test
  public void progressStoresTheTimeThatWasWorkedSoThatADeathTakesNoneOfIt() throws Exception {
    JobLease lease = startJob();
    clock.advance(Duration.ofSeconds(5));
    stores.jobs().progress(lease, listed(1), JobPhase.LOADING, null);
    reopen();
    assertThat(job(lease).untended().state(clock.instant(), false).elapsed())
        .isEqualTo(Duration.ofSeconds(5));

    clock.advance(Duration.ofSeconds(3));
    stores.jobs().settle(lease, listed(1));
    clock.advance(Duration.ofSeconds(2));
    end(lease, JobStatus.PAUSED);
    clock.advance(Duration.ofHours(1));
    update(job(lease).become(JobStatus.RUNNING, null, clock.instant()));
    clock.advance(Duration.ofSeconds(4));
    reopen();

    assertThat(job(lease).state(clock.instant(), false).elapsed())
        .isEqualTo(Duration.ofSeconds(14));
  }

  @Test
  public void settlingReplacesAllCountsOfDocumentsButTheRemoved() {
    JobLease lease = startJob();
    index(lease, "a", "one");
    stores.ledger().remove(lease, List.of(document("a").id()));

    Job job = stores.jobs().settle(lease, new DocumentCounts(10, 4, 3, 2, 1, 99));

    assertThat(job.documents()).isEqualTo(new DocumentCounts(10, 4, 3, 2, 1, 1));
  }

  @Test
  public void aLaterLeaseVoidsTheEarlier() {
    JobLease frozen = startJob();
    JobLease successor = stores.jobs().lease(frozen.job());

    assertRefused(
        ErrorCode.LEASE_LOST,
        () -> stores.jobs().progress(frozen, listed(99), JobPhase.LOADING, null));
    assertRefused(ErrorCode.LEASE_LOST, () -> stores.jobs().settle(frozen, listed(99)));
    assertThat(job(frozen).documents()).isEqualTo(DocumentCounts.ZERO);
    stores.jobs().progress(successor, listed(1), JobPhase.LOADING, null);
  }

  @Test
  public void aLeaseSurvivesReopening() throws Exception {
    JobLease lease = startJob();
    reopen();

    assertThat(stores.jobs().progress(lease, listed(1), JobPhase.LOADING, null).documents().seen())
        .isEqualTo(1);
  }

  @Test
  public void aJobThatHasEndedHasNoLease() {
    JobLease lease = startJob();
    end(lease, JobStatus.CANCELED);

    assertRefused(
        ErrorCode.LEASE_LOST,
        () -> stores.jobs().progress(lease, listed(1), JobPhase.LOADING, null));
    assertRefused(ErrorCode.CONCURRENT_CHANGE, () -> stores.jobs().lease(new JobId("another")));
  }

  @Test
  public void anInterruptedThreadStoresAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    boolean interrupted;
    try {
      insert(pendingJob(kb));
    } finally {
      interrupted = Thread.interrupted();
    }

    assertThat(interrupted).isTrue();
    assertThat(stores.jobs().active(kb)).isPresent();
  }

  private static DocumentCounts listed(long seen) {
    return new DocumentCounts(seen, 0, 0, 0, 0, 0);
  }

  private static Job withoutCounts(Job job) {
    return new Job(
        job.id(),
        job.kb(),
        job.source(),
        job.root(),
        job.pipeline(),
        job.allowMassDelete(),
        job.priority(),
        job.status(),
        job.phase(),
        job.version(),
        job.intent(),
        DocumentCounts.ZERO,
        ChunkCounts.ZERO,
        job.waiting(),
        job.error(),
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        job.updatedAt(),
        job.worked());
  }

  private static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
