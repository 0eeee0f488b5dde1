package dev.ingestion.domain.job;

import dev.ingestion.domain.ErrorCode;

/**
 * The last error of a job.
 *
 * @param message says what went wrong and what to do; holds no secret
 */
public record JobError(ErrorCode code, String message) {}
