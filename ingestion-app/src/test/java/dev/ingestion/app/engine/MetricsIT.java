package dev.ingestion.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.RecordedTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What the engine tells of itself while it does real work: metrics, health, and whose log it is.
 */
class MetricsIT {
  private static final KnowledgeBaseId FIRST = new KnowledgeBaseId("first");
  private static final KnowledgeBaseId SECOND = new KnowledgeBaseId("second");
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path temp;

  private final RecordedTelemetry telemetry = new RecordedTelemetry();
  private Workbench bench;

  @BeforeEach
  void open() {
    bench =
        Workbench.open(
            temp.resolve("root"),
            new HashingEmbeddingModel(),
            new PlainText(
                new Workbench.Between() {
                  @Override
                  public <T> T port(Class<T> type, T real) {
                    return type == Telemetry.class ? type.cast(telemetry) : real;
                  }
                }));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theCountsOfMetricsAreThoseOfTheJob() throws Exception {
    Path folder = documents("docs", 30);
    Files.createFile(folder.resolve("empty.txt"));

    IngestionState done = ingest(FIRST, folder);
    IngestionState again = ingest(FIRST, folder);

    assertThat(done.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(jobs("started")).isEqualTo(2);
    assertThat(jobs("completed")).isEqualTo(2);
    assertThat(documents("indexed")).isEqualTo(done.documents().indexed()).isEqualTo(30);
    assertThat(documents("skipped"))
        .isEqualTo(done.documents().skipped() + again.documents().skipped());
    assertThat(documents("unchanged")).isEqualTo(again.documents().unchanged()).isEqualTo(30);
    assertThat(chunks("queued")).isEqualTo(done.chunks().queued());
    assertThat(chunks("indexed")).isEqualTo(done.chunks().indexed()).isGreaterThan(30);
    assertThat(chunks("embedded"))
        .isEqualTo(done.chunks().embedded())
        .isEqualTo(telemetry.counted(Metric.EMBEDDING_TEXTS));
    assertThat(telemetry.counted(Metric.EMBEDDING_TOKENS))
        .isGreaterThan(telemetry.counted(Metric.EMBEDDING_TEXTS));
    assertThat(telemetry.counted(Metric.CLAIMS, Map.of(Tag.OUTCOME, "acknowledged")))
        .isEqualTo(telemetry.counted(Metric.CLAIMS, Map.of(Tag.OUTCOME, "taken")))
        .isPositive();
    assertThat(telemetry.counted(Metric.DEAD_LETTERS)).isZero();
  }

  @Test
  void everyStageIsMeasuredAndNoMoreOftenThanByDocumentOrBatch() throws Exception {
    IngestionState done = ingest(FIRST, documents("docs", 30));

    for (String stage : List.of("read", "parse", "chunk")) {
      assertThat(steps(stage)).as(stage).isEqualTo(30);
    }
    for (String stage : List.of("embed", "index", "flush", "checkpoint", "show")) {
      assertThat(steps(stage)).as(stage).isPositive().isLessThan((int) done.chunks().indexed());
    }
  }

  @Test
  void nothingWaitsAndAllIsWellOnceAllIsDone() throws Exception {
    ingest(FIRST, documents("docs", 3));

    assertThat(bench.get(HealthService.class).readiness().checks())
        .extracting(HealthService.Check::name, HealthService.Check::passed)
        .contains(tuple("database", true))
        .contains(tuple("model", true));
    await().until(() -> telemetry.shown(Metric.JOBS_ACTIVE) == 0);
    await().until(() -> telemetry.shown(Metric.QUEUE_CHUNKS) == 0);
    assertThat(telemetry.shown(Metric.QUEUE_BYTES)).isZero();
    assertThat(telemetry.shown(Metric.QUEUE_AGE)).isZero();
    assertThat(telemetry.shown(Metric.CIRCUITS_OPEN)).isZero();
    assertThat(telemetry.shown(Metric.CLAIMS_LEASE_AGE)).isZero();
  }

  @Test
  void noLineOfAJobNamesAnotherNorItsTrace() throws Exception {
    bench.close();
    bench =
        Workbench.open(
            temp.resolve("traced"),
            new HashingEmbeddingModel(),
            new PlainText(Workbench.Between.NOTHING),
            Map.of(
                "ingestion.tracing.enabled", "true",
                "ingestion.tracing.endpoint", "http://127.0.0.1:1/v1/traces"));
    Path folder = documents("docs", 40);
    Logger ours = (Logger) LoggerFactory.getLogger("dev.ingestion");
    Level before = ours.getLevel();
    Lines lines = new Lines();
    lines.start();
    ours.addAppender(lines);
    ours.setLevel(Level.DEBUG);
    try {
      bench.ingestion().start(Workbench.start(FIRST, folder, 5));
      bench.ingestion().start(Workbench.start(SECOND, folder, 5));
      bench.ingestion().await(FIRST, SOON);
      bench.ingestion().await(SECOND, SOON);
    } finally {
      ours.detachAppender(lines);
      ours.setLevel(before);
    }

    Set<String> pairs = new HashSet<>();
    lines.contexts.stream()
        .filter(context -> context.containsKey("job_id") || context.containsKey("kb_id"))
        .forEach(context -> pairs.add(context.get("kb_id") + " " + context.get("job_id")));
    assertThat(pairs)
        .containsExactlyInAnyOrder(FIRST + " " + job(FIRST), SECOND + " " + job(SECOND));
    Map<String, Set<String>> jobsOfTraces = new HashMap<>();
    lines.contexts.stream()
        .filter(context -> context.containsKey("trace_id") && context.containsKey("job_id"))
        .forEach(
            context ->
                jobsOfTraces
                    .computeIfAbsent(context.get("trace_id"), trace -> new HashSet<>())
                    .add(context.get("job_id")));
    assertThat(jobsOfTraces.values())
        .containsExactlyInAnyOrder(Set.of(job(FIRST).value()), Set.of(job(SECOND).value()));
    assertThat(lines.contexts)
        .filteredOn(context -> context.containsKey("trace_id"))
        .allMatch(context -> context.containsKey("job_id"));
  }

  private JobId job(KnowledgeBaseId kb) {
    return bench.ingestion().status(kb).orElseThrow().job();
  }

  /** The contexts of what is logged. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<Map<String, String>> contexts = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      contexts.add(Map.copyOf(event.getMDCPropertyMap()));
    }
  }

  private IngestionState ingest(KnowledgeBaseId kb, Path folder) throws InterruptedException {
    bench.ingestion().start(Workbench.start(kb, folder, 5));
    return bench.ingestion().await(kb, SOON);
  }

  private Path documents(String name, int count) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    for (int i = 0; i < count; i++) {
      List<String> sentences = new ArrayList<>();
      for (int j = 0; j < 12; j++) {
        sentences.add("Sentence %d of document %d is about number %d.".formatted(j, i, i * j));
      }
      Files.writeString(folder.resolve("d%02d.txt".formatted(i)), String.join("\n\n", sentences));
    }
    return folder;
  }

  private long jobs(String outcome) {
    return ofFirst(Metric.JOBS, outcome);
  }

  private long documents(String outcome) {
    return ofFirst(Metric.DOCUMENTS, outcome);
  }

  private long chunks(String outcome) {
    return ofFirst(Metric.CHUNKS, outcome);
  }

  private long ofFirst(Metric metric, String outcome) {
    return telemetry.counted(metric, Map.of(Tag.OUTCOME, outcome, Tag.KB, FIRST.value()));
  }

  private int steps(String stage) {
    return telemetry.timed(Metric.STAGE_DURATION, Map.of(Tag.STAGE, stage)).size();
  }
}
