package dev.ingestion.ports.out;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import java.time.Instant;

/**
 * A request to start a job that may be sent again.
 *
 * @param fingerprint of all that was asked for, so that the same key with another request is told
 *     apart
 * @param job the job that it starts, which may not be stored yet, or that it continues
 * @param version of the job when it was to be continued; 0 of a new one
 * @param askedAt by the wall clock
 */
public record StartRequest(
    KnowledgeBaseId kb,
    RequestKey key,
    String fingerprint,
    JobId job,
    long version,
    Instant askedAt) {}
