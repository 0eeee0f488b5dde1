package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Tracing.Scope;
import java.util.Map;
import org.slf4j.MDC;

/** Puts the correlation ids of a job into every log line of this thread while it works on it. */
final class Correlation {
  private Correlation() {}

  /** The thread is in the job's span as well. */
  static void during(JobRuntime job, Runnable work) {
    during(job.kb(), job.job(), () -> within(job, work));
  }

  private static void within(JobRuntime job, Runnable work) {
    Scope scope = job.span().enter();
    try {
      work.run();
    } finally {
      scope.close();
    }
  }

  static void during(KnowledgeBaseId kb, JobId job, Runnable work) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    MDC.put("kb_id", kb.value());
    MDC.put("job_id", job.value());
    MDC.put("worker", Thread.currentThread().getName());
    try {
      work.run();
    } finally {
      if (before == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    }
  }
}
