package dev.ingestion.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing.Scope;
import dev.ingestion.ports.out.Tracing.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
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

class OpenTelemetryTracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private OpenTelemetryTracing tracing = tracing(1, 10_000);

  @AfterEach
  void close() {
    tracing.close();
    MDC.clear();
  }

  private OpenTelemetryTracing tracing(double samplingRatio, int maxSpansPerRun) {
    TracingConfig config = new TracingConfig(true, "", samplingRatio, "", maxSpansPerRun);
    return new OpenTelemetryTracing(
        SimpleSpanProcessor.create(exporter),
        Destination.of(config, Map.of("OTEL_RESOURCE_ATTRIBUTES", "zone=a")),
        config);
  }

  @Test
  void aRequestHasItsJobTheJobItsDocumentsAndTheseTheirStages() throws Exception {
    Span request = request("01");
    Scope scope = request.enter();
    Span asked = tracing.current();
    scope.close();
    request.end();
    Span run = tracing.run(asked, NoSpan.INSTANCE);
    Thread producer =
        new Thread(
            () ->
                within(
                    run,
                    () ->
                        within(
                            tracing.begin("document"),
                            () -> within(tracing.begin("parse"), () -> {}))));
    producer.start();
    producer.join();
    Thread consumer =
        new Thread(
            () -> {
              Scope entered = run.enter();
              within(tracing.begin("embed"), () -> {});
              entered.close();
            });
    consumer.start();
    consumer.join();

    assertThat(span("GET /there").getParentSpanId()).isEqualTo(CALLER);
    assertThat(span("GET /there").getKind()).isEqualTo(SpanKind.SERVER);
    assertPart("job", "GET /there");
    assertPart("document", "job");
    assertPart("parse", "document");
    assertPart("embed", "job");
    assertThat(exporter.getFinishedSpanItems())
        .hasSize(5)
        .extracting(SpanData::getTraceId)
        .containsOnly(TRACE);
  }

  @Test
  void whatNobodyAskedForIsATraceOfItsOwnLinkedToTheRunBefore() {
    Span first = tracing.run(NoSpan.INSTANCE, NoSpan.INSTANCE);
    first.end();
    Span second = tracing.run(NoSpan.INSTANCE, first);
    second.end();

    List<SpanData> runs = exporter.getFinishedSpanItems();
    assertThat(runs).extracting(SpanData::getTraceId).doesNotHaveDuplicates();
    assertThat(runs.get(0).getLinks()).isEmpty();
    assertThat(runs.get(1).getLinks())
        .singleElement()
        .satisfies(
            link -> assertThat(link.getSpanContext()).isEqualTo(runs.get(0).getSpanContext()));
  }

  @Test
  void headersThatNameNoTraceBeginOne() {
    tracing.request("GET /there", name -> "not a trace").end();
    tracing.request("GET /there", name -> null).end();

    assertThat(exporter.getFinishedSpanItems())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.getParentSpanContext().isValid()).isFalse());
  }

  @Test
  void theLogNamesWhatTheThreadIsInAndNothingAfterwards() {
    MDC.put("job_id", "j");
    Span run = tracing.run(NoSpan.INSTANCE, NoSpan.INSTANCE);

    Scope outer = run.enter();
    Map<String, String> before = MDC.getCopyOfContextMap();
    Span document = tracing.begin("document");
    Scope inner = document.enter();
    Map<String, String> inside = MDC.getCopyOfContextMap();
    inner.close();
    document.end();
    Map<String, String> after = MDC.getCopyOfContextMap();
    outer.close();
    run.end();

    assertThat(inside)
        .containsEntry("job_id", "j")
        .containsEntry("trace_id", span("job").getTraceId())
        .containsEntry("span_id", span("document").getSpanId());
    assertThat(after).isEqualTo(before).containsEntry("span_id", span("job").getSpanId());
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("job_id", "j"));
    assertThat(tracing.current()).isEqualTo(NoSpan.INSTANCE);
  }

  @Test
  void threadsThatWorkOnManyJobsInTurnNeverTakeOneForAnother() throws Exception {
    List<Span> runs = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      runs.add(tracing.run(NoSpan.INSTANCE, NoSpan.INSTANCE));
    }
    ExecutorService shared = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> work = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        Span run = runs.get(i % runs.size());
        work.add(() -> seen(run));
      }
      for (Future<String> seen : shared.invokeAll(work)) {
        assertThat(seen.get()).isEmpty();
      }
    } finally {
      shared.shutdown();
    }
  }

  /** What was wrong while a thread worked on a run. */
  private String seen(Span run) {
    String trace = ((OpenTelemetrySpan) run).span().getSpanContext().getTraceId();
    List<String> wrong = new ArrayList<>();
    if (MDC.get("trace_id") != null || tracing.current() != NoSpan.INSTANCE) {
      wrong.add("left behind: " + MDC.get("trace_id"));
    }
    Scope scope = run.enter();
    OpenTelemetrySpan stage = (OpenTelemetrySpan) tracing.begin("stage");
    if (!trace.equals(MDC.get("trace_id"))
        || !stage.span().getSpanContext().getTraceId().equals(trace)) {
      wrong.add("of another: " + MDC.get("trace_id"));
    }
    stage.end();
    scope.close();
    return String.join(", ", wrong);
  }

  @Test
  void nobodyLeavesWhatAnotherThreadIsIn() throws Exception {
    Span span = tracing.begin("job");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Scope scope = other.submit(span::enter).get();

      MDC.put("trace_id", "mine");
      scope.close();

      assertThat(MDC.get("trace_id")).isEqualTo("mine");
      assertThat(other.submit(() -> MDC.get("trace_id")).get()).isNotNull();
    } finally {
      other.shutdown();
    }
  }

  @Test
  void aFailureIsItsCodeAndNoText() {
    Span span = tracing.begin("parse");
    span.fail(ErrorCode.PARSE_TIMEOUT);
    span.end();

    assertThat(span("parse").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("parse").getStatus().getDescription()).isEmpty();
    assertThat(span("parse").getEvents()).isEmpty();
    assertThat(value("parse", "error.type")).isEqualTo("PARSE_TIMEOUT");
  }

  @Test
  void valuesAreBoundedAndTheProcessIsNamed() {
    tracing
        .begin("document")
        .put(SpanAttribute.DOCUMENT, "a".repeat(100_000))
        .put(SpanAttribute.CHUNKS, 3)
        .end();

    assertThat(value("document", "ingestion.document")).hasSize(512);
    assertThat(span("document").getAttributes().get(AttributeKey.longKey("ingestion.chunks")))
        .isEqualTo(3);
    assertThat(span("document").getResource().getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("service.name"), "ingestion")
        .containsEntry(AttributeKey.stringKey("zone"), "a");
  }

  @Test
  void aRunHasNoMoreSpansThanAllowedWhateverTheCorpus() {
    tracing = tracing(1, 5);
    Span run = tracing.run(NoSpan.INSTANCE, NoSpan.INSTANCE);
    Scope scope = run.enter();
    for (int i = 0; i < 100; i++) {
      within(tracing.begin("document"), () -> within(tracing.begin("parse"), () -> {}));
    }
    String named = MDC.get("span_id");
    scope.close();
    run.end();
    within(tracing.run(NoSpan.INSTANCE, run), () -> within(tracing.begin("late"), () -> {}));

    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly(
            "parse", "document", "parse", "document", "document", "job", "late", "job");
    SpanData first = exporter.getFinishedSpanItems().get(5);
    assertThat(first.getAttributes().get(AttributeKey.booleanKey("ingestion.spans.limited")))
        .isTrue();
    assertThat(named).as("what is left out is a part of the run").isEqualTo(first.getSpanId());
    assertThat(exporter.getFinishedSpanItems().get(7).getAttributes().isEmpty()).isTrue();
  }

  @Test
  void whatBeginsElsewhereIsSentIfThatWasDecidedThere() {
    tracing = tracing(0, 10);

    request("01").end();
    request("00").end();
    tracing.begin("here").end();

    assertThat(exporter.getFinishedSpanItems())
        .singleElement()
        .satisfies(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
  }

  private Span request(String flags) {
    Map<String, String> headers =
        Map.of("traceparent", "00-%s-%s-%s".formatted(TRACE, CALLER, flags));
    return tracing.request("GET /there", headers::get);
  }

  private static void within(Span span, Runnable work) {
    Scope scope = span.enter();
    work.run();
    scope.close();
    span.end();
  }

  private void assertPart(String child, String parent) {
    assertThat(span(child).getParentSpanId()).as(child).isEqualTo(span(parent).getSpanId());
  }

  private String value(String name, String key) {
    return span(name).getAttributes().get(AttributeKey.stringKey(key));
  }

  private SpanData span(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
