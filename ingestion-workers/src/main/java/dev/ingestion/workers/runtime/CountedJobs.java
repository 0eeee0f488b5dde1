package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import dev.ingestion.ports.out.Telemetry;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells how far the counts that are stored of jobs have advanced, each step once: a listing that
 * begins anew, which counts from zero again, is not told before it is past where it was. Keeps one
 * job of a knowledge base. Thread-safe.
 */
final class CountedJobs {
  private final Telemetry telemetry;
  private final Map<KnowledgeBaseId, Told> jobs = new HashMap<>();

  CountedJobs(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** A metric with its outcome. */
  record Counter(Metric metric, String outcome) {}

  record Told(JobId job, Map<Counter, Long> counts) {}

  /** What the job has counted so far is not told, unless it is known already. */
  synchronized Told begin(Job job) {
    Told known = jobs.get(job.kb());
    if (known == null || !known.job().equals(job.id())) {
      known = new Told(job.id(), new HashMap<>(counts(job)));
      jobs.put(job.kb(), known);
    }
    return known;
  }

  synchronized void advance(Job job) {
    Told told = begin(job);
    counts(job)
        .forEach(
            (counter, now) -> {
              long before = told.counts().getOrDefault(counter, 0L);
              if (now > before) {
                told.counts().put(counter, now);
                Map<Tag, String> tags =
                    Map.of(Tag.OUTCOME, counter.outcome(), Tag.KB, job.kb().value());
                telemetry.count(counter.metric(), tags, now - before);
              }
            });
    if (!job.status().isActive()) {
      jobs.remove(job.kb());
    }
  }

  private static Map<Counter, Long> counts(Job job) {
    return Map.of(
        new Counter(Metric.DOCUMENTS, "indexed"), job.documents().indexed(),
        new Counter(Metric.DOCUMENTS, "unchanged"), job.documents().unchanged(),
        new Counter(Metric.DOCUMENTS, "skipped"), job.documents().skipped(),
        new Counter(Metric.DOCUMENTS, "failed"), job.documents().failed(),
        new Counter(Metric.DOCUMENTS, "removed"), job.documents().removed(),
        new Counter(Metric.CHUNKS, "queued"), job.chunks().queued(),
        new Counter(Metric.CHUNKS, "embedded"), job.chunks().embedded(),
        new Counter(Metric.CHUNKS, "indexed"), job.chunks().indexed(),
        new Counter(Metric.CHUNKS, "dead"), job.chunks().dead());
  }
}
