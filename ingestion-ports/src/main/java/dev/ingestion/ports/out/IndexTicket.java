package dev.ingestion.ports.out;

/**
 * Proof of an upsert.
 *
 * @param incarnation which opening of the index's writer took it
 * @param sequence the writer's number for it
 */
public record IndexTicket(String incarnation, long sequence) {}
