package dev.ingestion.domain;

/**
 * The right to produce for a job. Whoever takes the job over gets another token, and whatever was
 * written under the older one is refused from then on.
 *
 * @param token never used twice
 */
public record JobLease(JobId job, KnowledgeBaseId kb, String token) {}
