package dev.ingestion.testkit.memory;

import dev.ingestion.domain.job.JobPriority;

/**
 * How a knowledge base stands in the queue.
 *
 * @param served chunks claimed so far, by which those of one priority take turns
 * @param turn when it was served last
 */
record Lane(JobPriority priority, long served, long turn) {
  static final Lane NEW = new Lane(JobPriority.DEFAULT, 0, 0);
}
