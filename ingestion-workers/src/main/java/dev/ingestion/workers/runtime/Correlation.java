package dev.ingestion.workers.runtime;

import java.util.Map;
import org.slf4j.MDC;

/** Puts the correlation ids of a job into every log line of this thread while it works on it. */
final class Correlation {
  private Correlation() {}

  static void during(JobRuntime job, Runnable work) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    MDC.put("kb_id", job.kb().value());
    MDC.put("job_id", job.job().value());
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
