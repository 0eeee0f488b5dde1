package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing;
import dev.ingestion.ports.out.Tracing.Span;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Begins the spans of runs: a job has one each time that it runs in a process, part of the request
 * that asked for it and linked to its last one here. Thread-safe.
 */
public final class JobTraces {
  /** Of so many jobs it is remembered who asked for them, and their last run. */
  private static final int MOST = 1_000;

  private final Tracing tracing;
  private final Map<JobId, Span> asked = new Latest();
  private final Map<JobId, Span> runs = new Latest();

  @Inject
  JobTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  private static final class Latest extends LinkedHashMap<JobId, Span> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<JobId, Span> eldest) {
      return size() > MOST;
    }
  }

  /** What this thread is in asks for the next run of a job, which may begin later. */
  void ask(JobId job) {
    Span span = tracing.current();
    if (span != NoSpan.INSTANCE) {
      synchronized (this) {
        asked.put(job, span);
      }
    }
  }

  synchronized Span begin(Job job) {
    Span by = asked.remove(job.id());
    Span previous = runs.remove(job.id());
    Span run =
        tracing
            .run(by == null ? NoSpan.INSTANCE : by, previous == null ? NoSpan.INSTANCE : previous)
            .put(SpanAttribute.JOB, job.id().value())
            .put(SpanAttribute.KB, job.kb().value())
            .put(SpanAttribute.SOURCE, job.source().value());
    if (run != NoSpan.INSTANCE) {
      runs.put(job.id(), run);
    }
    return run;
  }
}
