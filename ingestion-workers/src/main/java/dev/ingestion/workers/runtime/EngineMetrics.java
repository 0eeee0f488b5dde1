package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.DocumentVerdict;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Telemetry;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.ports.out.Tracing.Span;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import dev.ingestion.workers.pipeline.Stage;
import dev.ingestion.workers.pipeline.StageTimes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the engine's parts tell of their work, in its own terms; what metrics and spans come of it
 * is decided here. {@link EngineGauges} has those that are looked up. Thread-safe.
 */
public final class EngineMetrics implements StageTimes {
  private final Telemetry telemetry;
  private final Tracing tracing;
  private final Threads threads;
  private final CountedJobs jobs;

  @Inject
  public EngineMetrics(Telemetry telemetry, Tracing tracing, Threads threads) {
    this.telemetry = telemetry;
    this.tracing = tracing;
    this.threads = threads;
    this.jobs = new CountedJobs(telemetry);
  }

  /** A job was asked for. */
  void created(Job job) {
    jobs.begin(job);
    count(Metric.JOBS, "started", job);
    tracing
        .current()
        .put(SpanAttribute.JOB, job.id().value())
        .put(SpanAttribute.KB, job.kb().value());
  }

  /** A job is about to be run; what it has counted before this process is not told again. */
  void launched(Job job) {
    jobs.begin(job);
  }

  /** A job has another status than before. */
  void changed(Job job) {
    jobs.advance(job);
    switch (job.status()) {
      case COMPLETED -> became("completed", job);
      case FAILED -> became("failed", job);
      case CANCELED -> became("cancelled", job);
      case PAUSED -> became("paused", job);
      case PENDING, RUNNING -> {
        // it was counted when it was created
      }
    }
  }

  private void became(String outcome, Job job) {
    count(Metric.JOBS, outcome, job);
    tracing.current().put(SpanAttribute.JOB_STATUS, outcome);
  }

  /** Reads a document that may have changed. */
  Reading document(DocumentKey document, Supplier<Reading> work) {
    Span span =
        tracing
            .begin("document")
            .put(SpanAttribute.SOURCE, document.source().value())
            .put(SpanAttribute.DOCUMENT, document.path());
    return Spans.within(
        span,
        () -> {
          Reading reading = work.get();
          Spans.tell(span, reading);
          return reading;
        });
  }

  /** A job has counted more documents and chunks. */
  void progressed(Job job) {
    jobs.advance(job);
  }

  void claimed(int claims) {
    claims("taken", claims);
  }

  /** Claims were not worked on to their end, and others can take their work. */
  void gaveBack(int claims) {
    claims("released", claims);
  }

  /** A claim that was held ran out. */
  void lost() {
    claims("expired", 1);
  }

  /**
   * Claims were brought to their end.
   *
   * @param refused those of which nothing counts
   */
  void acknowledged(List<ClaimResult> results, Collection<ClaimToken> refused) {
    claims("acknowledged", results.size() - refused.size());
    claims("refused", refused.size());
    for (ClaimResult result : results) {
      if (!refused.contains(result.token())) {
        result.failures().forEach(failure -> gaveUp(Stage.EMBED, failure.code()));
      }
    }
  }

  /** Something failed for a reason that may pass. */
  void retries(Stage stage, ErrorCode code) {
    telemetry.count(Metric.RETRIES, failure(stage, code), 1);
  }

  /** The producer's verdicts were recorded: of those, failures leave a dead letter. */
  void recorded(List<DocumentVerdict> verdicts) {
    for (DocumentVerdict verdict : verdicts) {
      if (verdict instanceof Rejected rejected && !rejected.code().isSkip()) {
        gaveUp(rejected.contentHash() == null ? Stage.READ : Stage.PARSE, rejected.code());
      }
    }
  }

  /** Has a model embed texts. */
  List<float[]> embedding(
      EmbeddingModel model, List<String> texts, Supplier<List<float[]>> embedding) {
    Span span = tracing.begin("embedding").put(SpanAttribute.TEXTS, texts.size());
    boolean answered = false;
    try {
      List<float[]> vectors = Spans.within(span, embedding);
      answered = true;
      return vectors;
    } finally {
      String outcome = answered ? "answered" : "failed";
      telemetry.count(Metric.EMBEDDING_CALLS, Map.of(Tag.OUTCOME, outcome), 1);
      if (answered && telemetry.isOn()) {
        telemetry.count(Metric.EMBEDDING_TEXTS, Map.of(), texts.size());
        telemetry.count(
            Metric.EMBEDDING_TOKENS, Map.of(), texts.stream().mapToLong(model::count).sum());
      }
    }
  }

  @Override
  public <T> T timed(Stage stage, Supplier<T> work) {
    long start = threads.nanoTime();
    try {
      return Spans.within(tracing.begin(stage.inWords()), work);
    } finally {
      telemetry.time(
          Metric.STAGE_DURATION,
          Map.of(Tag.STAGE, stage.inWords()),
          Duration.ofNanos(threads.nanoTime() - start));
    }
  }

  private void gaveUp(Stage stage, ErrorCode code) {
    telemetry.count(Metric.DEAD_LETTERS, failure(stage, code), 1);
  }

  private void claims(String outcome, int claims) {
    if (claims > 0) {
      telemetry.count(Metric.CLAIMS, Map.of(Tag.OUTCOME, outcome), claims);
    }
  }

  private void count(Metric metric, String outcome, Job job) {
    telemetry.count(metric, Map.of(Tag.OUTCOME, outcome, Tag.KB, job.kb().value()), 1);
  }

  private static Map<Tag, String> failure(Stage stage, ErrorCode code) {
    String category = code.category().name().toLowerCase(Locale.ROOT);
    return Map.of(Tag.STAGE, stage.inWords(), Tag.ERROR_CATEGORY, category);
  }
}
