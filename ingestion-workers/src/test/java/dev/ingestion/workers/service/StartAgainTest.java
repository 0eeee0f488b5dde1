package dev.ingestion.workers.service;

import static dev.ingestion.workers.service.EngineOnMemory.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.SettingsService.Given;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StartRequest;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartAgainTest {
  private static final RequestKey KEY = new RequestKey("first-try");

  private final EngineOnMemory engine = new EngineOnMemory();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void theSameRequestAgainStartsNothingAlsoAfterItsJobHasEnded() {
    engine.write("a.md", "one two three");

    IngestionState first = engine.ingestion.start(EngineOnMemory.command(), KEY);
    IngestionState atOnce = engine.ingestion.start(EngineOnMemory.command(), KEY);
    engine.rested();
    IngestionState later = engine.ingestion.start(EngineOnMemory.command(), KEY);

    assertThat(atOnce.job()).isEqualTo(first.job());
    assertThat(later.job()).isEqualTo(first.job());
    assertThat(later.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(engine.stores.jobs().history(KB, 10)).hasSize(1);
  }

  @Test
  void anotherKeyStartsAnotherJob() {
    IngestionState first = engine.ingestion.start(EngineOnMemory.command(), KEY);
    engine.rested();

    IngestionState second =
        engine.ingestion.start(EngineOnMemory.command(), new RequestKey("second"));

    assertThat(second.job()).isNotEqualTo(first.job());
  }

  @Test
  void theSameRequestAgainIsKnownAlsoAfterThePriorityOfTheSettingsHasChanged() {
    engine.settings.create(KB, settings(7));
    IngestionState first = engine.ingestion.start(bySettings(null), KEY);
    engine.settings.change(KB, settings(3), 1);

    IngestionState again = engine.ingestion.start(bySettings(null), KEY);

    assertThat(again.job()).isEqualTo(first.job());
    assertThat(again.priority()).isEqualTo(new JobPriority(7));
  }

  @Test
  void theSameKeyWithAnotherPriorityOrWithoutOneIsRefused() {
    engine.settings.create(KB, settings(7));
    IngestionState first = engine.ingestion.start(bySettings(7), KEY);
    engine.rested();

    assertReused(bySettings(3), first);
    assertReused(bySettings(null), first);
    assertThat(engine.ingestion.start(bySettings(7), KEY).job()).isEqualTo(first.job());
  }

  private static KnowledgeBaseSettings settings(int priority) {
    return new KnowledgeBaseSettings(
        SourceName.DEFAULT,
        Kind.FOLDER,
        EngineOnMemory.ROOT,
        List.of(),
        List.of(),
        false,
        new JobPriority(priority));
  }

  private StartIngestion bySettings(@Nullable Integer priority) {
    JobPriority asked = priority == null ? null : new JobPriority(priority);
    return engine.settings.command(KB, new Given(null, null, null, null, null, asked, false));
  }

  @Test
  void theSameKeyWithAnotherRequestIsRefusedAndTheMessageNamesTheJob() {
    IngestionState first = engine.ingestion.start(EngineOnMemory.command(), KEY);
    engine.rested();
    StartIngestion other =
        new StartIngestion(
            KB,
            "documents",
            SourceName.DEFAULT,
            EngineOnMemory.ROOT,
            List.of("**/*.md"),
            List.of(),
            false,
            false);

    assertReused(other, first);
  }

  private void assertReused(StartIngestion other, IngestionState first) {
    assertThatThrownBy(() -> engine.ingestion.start(other, KEY))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED))
        .hasMessageContaining(first.job().value());
  }

  @Test
  void aRequestWhoseProcessDiedBeforeTheJobWasMadeMakesItWithTheSameId() {
    engine.ingestion.start(EngineOnMemory.command(), KEY);
    engine.rested();
    StartRequest kept = engine.stores.jobs().remembered(KB, KEY).orElseThrow();
    RequestKey cutOff = new RequestKey("cut-off");
    JobId planned = new JobId("20261124T031500-000001");
    remember(cutOff, kept.fingerprint(), planned, Instant.now());

    IngestionState started = engine.ingestion.start(EngineOnMemory.command(), cutOff);

    assertThat(started.job()).isEqualTo(planned);
  }

  @Test
  void aKeyIsKnownForADayAtLeastAndForgottenWhenAnotherIsKept() {
    RequestKey old = new RequestKey("old");
    RequestKey younger = new RequestKey("younger");
    Instant dayAgo = Instant.now().minus(Duration.ofHours(24));
    JobId job = new JobId("20261124T031500-000001");
    remember(old, "of the old one", job, dayAgo.minusSeconds(60));
    remember(younger, "of the younger one", job, dayAgo.plus(Duration.ofHours(1)));

    engine.ingestion.start(EngineOnMemory.command(), KEY);
    engine.rested();

    assertThat(engine.stores.jobs().remembered(KB, old)).isEmpty();
    assertThat(engine.stores.jobs().remembered(KB, younger)).isPresent();
    assertThat(engine.stores.jobs().remembered(KB, KEY)).isPresent();
  }

  private void remember(RequestKey key, String fingerprint, JobId job, Instant at) {
    engine
        .stores
        .jobs()
        .remember(new StartRequest(KB, key, fingerprint, job, 0, at), Instant.EPOCH);
  }

  @Test
  void aRequestThatWasCutOffBeforeItsJobWentOnIsDoneByTheSameRequestAgain() {
    engine.write("a.md", "one two three");
    StartIngestion plain = EngineOnMemory.command();
    StartIngestion urgent =
        new StartIngestion(
            KB,
            plain.pipeline(),
            plain.source(),
            plain.root(),
            plain.include(),
            plain.exclude(),
            plain.hidden(),
            true,
            new JobPriority(9));
    Job left = leftByADeadProcess(plain);
    engine.failing = "active";
    assertThatThrownBy(() -> engine.ingestion.start(urgent, KEY)).hasMessage("away for once");

    engine.ingestion.start(urgent, KEY);

    IngestionState end = engine.rested();
    assertThat(end.job()).isEqualTo(left.id());
    assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(end.priority()).isEqualTo(new JobPriority(9));
  }

  private Job leftByADeadProcess(StartIngestion command) {
    engine.stores.knowledgeBases().findOrCreate(KB, new HashingEmbeddingModel().space());
    engine
        .stores
        .knowledgeBases()
        .saveSource(
            KB,
            new SourceSettings(
                command.source(), "folder", command.root(), List.of(), List.of(), false));
    Job job =
        Job.pending(
            new JobId("20261124T031500-000001"),
            KB,
            command.source(),
            command.root(),
            command.pipeline(),
            false,
            JobPriority.DEFAULT,
            Instant.EPOCH);
    engine
        .stores
        .jobs()
        .insert(
            job,
            new JobEvent(
                job.id(), KB, Instant.EPOCH, JobEvent.Kind.CREATED, job.status(), "dead", ""));
    return job;
  }

  @Test
  void jobsAreShownOneByOneAndPageByPage() {
    IngestionState first = engine.ingestion.start(EngineOnMemory.command());
    engine.rested();
    IngestionState second = engine.ingestion.start(EngineOnMemory.command());
    engine.rested();

    assertThat(engine.ingestion.job(first.job()).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(engine.ingestion.jobs(Set.of(KB), JobStatus.COMPLETED, null, 1))
        .extracting(IngestionState::job)
        .containsExactly(second.job());
    assertThat(engine.ingestion.jobs(Set.of(), null, second.job(), 10))
        .extracting(IngestionState::job)
        .containsExactly(first.job());
    assertThatThrownBy(() -> engine.ingestion.job(new JobId("none")))
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_JOB));
    assertThat(engine.stores.jobs().history(KB, 10)).extracting(Job::id).hasSize(2);
  }
}
