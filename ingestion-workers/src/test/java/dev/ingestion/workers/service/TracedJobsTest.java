package dev.ingestion.workers.service;

import static dev.ingestion.workers.service.EngineOnMemory.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing.Scope;
import dev.ingestion.ports.out.Tracing.Span;
import dev.ingestion.testkit.RecordedTracing.RecordedSpan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine tells of what it does within what. */
class TracedJobsTest {
  private final EngineOnMemory engine = new EngineOnMemory();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aJobIsPartOfTheRequestThatAskedForItAndItsDocumentsAndStagesArePartOfTheJob() {
    engine.write("a.md", "one two three");
    engine.write("b.md", "four five six");

    IngestionState state = startWithinRequest();
    engine.rested();

    RecordedSpan request = span("POST /start");
    assertThat(request.get(SpanAttribute.JOB)).isEqualTo(state.job().value());
    RecordedSpan job = span("job");
    assertThat(job.parent()).isSameAs(request);
    assertThat(job.get(SpanAttribute.JOB)).isEqualTo(state.job().value());
    assertThat(job.get(SpanAttribute.KB)).isEqualTo(KB.value());
    assertThat(job.get(SpanAttribute.JOB_STATUS)).isEqualTo("completed");
    assertThat(job.failure()).isNull();
    assertThat(engine.tracing.spans("document"))
        .hasSize(2)
        .allSatisfy(document -> assertThat(document.parent()).isSameAs(job))
        .extracting(document -> document.get(SpanAttribute.DOCUMENT))
        .containsExactly("a.md", "b.md");
    assertThat(List.of("read", "parse", "chunk"))
        .allSatisfy(
            stage ->
                assertThat(engine.tracing.spans(stage))
                    .extracting(RecordedSpan::parent)
                    .containsExactlyElementsOf(engine.tracing.spans("document")));
    assertThat(List.of("embed", "index", "flush", "checkpoint", "show"))
        .allSatisfy(
            stage ->
                assertThat(engine.tracing.spans(stage))
                    .isNotEmpty()
                    .allSatisfy(span -> assertThat(span.parent()).isSameAs(job)));
    assertThat(engine.tracing.spans("embedding"))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.parent().name()).isEqualTo("embed"))
        .allSatisfy(call -> assertThat((long) call.get(SpanAttribute.TEXTS)).isPositive());
    assertAllHaveEnded();
  }

  @Test
  void whatDidNotChangeSinceTheLastRunHasNoSpan() {
    engine.write("a.md", "one two three");
    startWithinRequest();
    engine.rested();
    engine.write("b.md", "four five six");

    startWithinRequest();
    engine.rested();

    assertThat(engine.tracing.spans("document"))
        .extracting(document -> document.get(SpanAttribute.DOCUMENT))
        .containsExactly("a.md", "b.md");
    assertThat(engine.tracing.spans("document"))
        .extracting(document -> document.get(SpanAttribute.OUTCOME))
        .containsOnly("changed");
  }

  @Test
  void documentsThatAreOfNoUseSayWhy() {
    engine.write("a.md", "   ");
    engine.write("b.md", "four five six");
    engine.folder.changeDuringNextReadings("b.md", 10);

    startWithinRequest();
    IngestionState state = engine.rested();

    assertThat(state.documents().failed()).isEqualTo(1);
    RecordedSpan skipped = engine.tracing.spans("document").get(0);
    assertThat(skipped.get(SpanAttribute.OUTCOME)).isEqualTo("skipped");
    assertThat(skipped.failure()).isNull();
    RecordedSpan failed = engine.tracing.spans("document").get(1);
    assertThat(failed.get(SpanAttribute.OUTCOME)).isEqualTo("failed");
    assertThat(failed.failure()).isNotNull();
  }

  @Test
  void aRunThatNobodyAskedForIsATraceOfItsOwn() {
    engine.write("a.md", "one two three");

    engine.ingestion.start(EngineOnMemory.command());
    engine.rested();

    assertThat(span("job").parent()).isNull();
    assertThat(span("job").previous()).isNull();
  }

  @Test
  void aRunThatContinuesAnotherIsLinkedToItAndPartOfWhatAskedForIt() {
    engine.write("a.md", "one two three");
    startWithinRequest();
    engine.rested();
    engine.folder.remove("a.md"); // all that there is: that is not believed without being told
    IngestionState failed = startWithinRequest();
    assertThat(engine.rested().status()).isEqualTo(JobStatus.FAILED);
    RecordedSpan first = engine.tracing.spans("job").get(1);
    assertThat(first.failure()).isNotNull();
    assertThat(first.get(SpanAttribute.JOB_STATUS)).isEqualTo("failed");
    engine.write("a.md", "one two three");

    RecordedSpan resuming = (RecordedSpan) engine.tracing.request("POST /resume", name -> null);
    Scope scope = resuming.enter();
    engine.ingestion.resume(KB);
    scope.close();
    resuming.end();
    engine.rested();

    RecordedSpan second = engine.tracing.spans("job").get(2);
    assertThat(second.get(SpanAttribute.JOB)).isEqualTo(failed.job().value());
    assertThat(second.previous()).isSameAs(first);
    assertThat(second.parent()).isSameAs(resuming);
    assertAllHaveEnded();
  }

  private IngestionState startWithinRequest() {
    Span request = engine.tracing.request("POST /start", name -> null);
    Scope scope = request.enter();
    try {
      return engine.ingestion.start(EngineOnMemory.command());
    } finally {
      scope.close();
      request.end();
    }
  }

  private RecordedSpan span(String name) {
    return engine.tracing.spans(name).get(0);
  }

  private void assertAllHaveEnded() {
    await().untilAsserted(() -> assertThat(engine.tracing.spans()).allMatch(RecordedSpan::isEnded));
  }
}
