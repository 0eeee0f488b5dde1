package dev.ingestion.adapters.opentelemetry;

import dev.ingestion.domain.Durations;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.Tracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces with OpenTelemetry's SDK. Thread-safe. */
final class OpenTelemetryTracing implements Tracing, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenTelemetryTracing.class);

  /** Of what waits to be sent, in spans of about a kilobyte; what is too much is dropped. */
  private static final int QUEUED = 4_096;

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long the end of a process waits for a collector. */
  private static final Duration LAST = Duration.ofSeconds(5);

  /** A path may be longer than anybody reads. */
  private static final int LONGEST_VALUE = 512;

  private static final TextMapGetter<Headers> HEADERS =
      (headers, name) -> headers == null ? null : headers.get(name);

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final int maxSpansPerRun;

  OpenTelemetryTracing(SpanProcessor processor, Destination destination, TracingConfig config) {
    this.provider =
        SdkTracerProvider.builder()
            .setResource(resource(destination))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.samplingRatio())))
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(LONGEST_VALUE).build())
            .addSpanProcessor(processor)
            .build();
    this.tracer = provider.get("dev.ingestion");
    this.maxSpansPerRun = config.maxSpansPerRun();
  }

  static OpenTelemetryTracing sendingTo(Destination destination, TracingConfig config) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(destination.endpoint()).setTimeout(PATIENCE);
    destination.headers().forEach(exporter::addHeader);
    BatchSpanProcessor processor =
        BatchSpanProcessor.builder(
                new ToldExporter(exporter.build(), destination.endpoint(), System::nanoTime))
            .setMaxQueueSize(QUEUED)
            .setScheduleDelay(INTERVAL)
            .setExporterTimeout(PATIENCE)
            .build();
    return new OpenTelemetryTracing(processor, destination, config);
  }

  private static Resource resource(Destination destination) {
    AttributesBuilder said = Attributes.builder();
    destination.resource().forEach(said::put);
    said.put("service.name", destination.serviceName());
    return Resource.getDefault().merge(Resource.create(said.build()));
  }

  @Override
  public Span begin(String name) {
    Context parent = Context.current();
    SpanBudget budget = SpanBudget.of(parent);
    if (budget != null && !budget.take()) {
      return NoSpan.INSTANCE;
    }
    return begin(tracer.spanBuilder(name).setParent(parent), parent);
  }

  @Override
  public Span request(String name, Headers headers) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
    return begin(tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.SERVER), parent);
  }

  @Override
  public Span run(Span asked, Span previous) {
    Context within =
        asked instanceof OpenTelemetrySpan request ? request.context() : Context.root();
    SpanBudget budget = new SpanBudget(maxSpansPerRun);
    Context parent = budget.in(within);
    SpanBuilder run = tracer.spanBuilder("job").setParent(parent);
    if (previous instanceof OpenTelemetrySpan last) {
      run.addLink(last.span().getSpanContext());
    }
    OpenTelemetrySpan span = begin(run, parent);
    budget.limits(span.span());
    return span;
  }

  private static OpenTelemetrySpan begin(SpanBuilder builder, Context parent) {
    return OpenTelemetrySpan.in(parent, builder.startSpan());
  }

  @Override
  public Span current() {
    OpenTelemetrySpan span = OpenTelemetrySpan.of(Context.current());
    return span == null ? NoSpan.INSTANCE : span;
  }

  /** Sends what waits, for a time at most. */
  @Override
  public void close() {
    CompletableResultCode sent = provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
    if (!sent.isSuccess()) {
      log.warn("The last spans could not be sent within {} and are lost", Durations.inWords(LAST));
    }
  }
}
