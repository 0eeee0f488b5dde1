package dev.ingestion.ports.out;

import static dev.ingestion.ports.out.Metric.Tag.ERROR_CATEGORY;
import static dev.ingestion.ports.out.Metric.Tag.KB;
import static dev.ingestion.ports.out.Metric.Tag.OUTCOME;
import static dev.ingestion.ports.out.Metric.Tag.STAGE;

import java.util.Set;

/**
 * Everything that is measured, by names that dashboards and alerts rely on: one is never given
 * another meaning. {@code docs/monitoring.md} describes each.
 */
public enum Metric {
  JOBS("ingestion.jobs", Kind.COUNTER, "", "Jobs, by what became of them", OUTCOME, KB),
  JOBS_ACTIVE("ingestion.jobs.active", Kind.GAUGE, "", "Jobs that run in this process"),
  DOCUMENTS(
      "ingestion.documents", Kind.COUNTER, "", "Documents, by what became of them", OUTCOME, KB),
  CHUNKS("ingestion.chunks", Kind.COUNTER, "", "Chunks, by how far they came", OUTCOME, KB),
  STAGE_DURATION(
      "ingestion.stage", Kind.TIMER, "seconds", "How long one step of a stage takes", STAGE),
  QUEUE_CHUNKS("ingestion.queue.chunks", Kind.GAUGE, "", "Chunks that wait to be embedded"),
  QUEUE_BYTES("ingestion.queue.bytes", Kind.GAUGE, "bytes", "Bytes of the chunks that wait"),
  QUEUE_AGE(
      "ingestion.queue.oldest.age", Kind.GAUGE, "seconds", "How long the oldest batch has waited"),
  CLAIMS("ingestion.claims", Kind.COUNTER, "", "Claims, by what became of them", OUTCOME),
  CLAIMS_LEASE_AGE(
      "ingestion.claims.lease.age",
      Kind.GAUGE,
      "seconds",
      "Time since the claim in hand that was extended longest ago"),
  RETRIES(
      "ingestion.retries",
      Kind.COUNTER,
      "",
      "What failed and is tried again",
      STAGE,
      ERROR_CATEGORY),
  DEAD_LETTERS(
      "ingestion.dead.letters",
      Kind.COUNTER,
      "",
      "Documents and chunks that were given up",
      STAGE,
      ERROR_CATEGORY),
  CIRCUITS_OPEN(
      "ingestion.circuits.open", Kind.GAUGE, "", "Embedding models that are away and left alone"),
  EMBEDDING_CALLS(
      "ingestion.embedding.calls", Kind.COUNTER, "", "Calls of embedding models", OUTCOME),
  EMBEDDING_TEXTS("ingestion.embedding.texts", Kind.COUNTER, "", "Texts that were embedded"),
  EMBEDDING_TOKENS(
      "ingestion.embedding.tokens", Kind.COUNTER, "", "Tokens of the texts that were embedded");

  private final String id;
  private final Kind kind;
  private final String unit;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // a set that cannot be changed
  private final Set<Tag> tags;

  Metric(String id, Kind kind, String unit, String description, Tag... tags) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.tags = Set.of(tags);
  }

  /** What is done with the values. */
  public enum Kind {
    /** They are added up. */
    COUNTER,
    /** They are durations, whose distribution is kept. */
    TIMER,
    /** The one that holds at the time of asking is shown. */
    GAUGE
  }

  /** By what values are told apart. Each has few possible values, whatever is ingested. */
  public enum Tag {
    OUTCOME("outcome"),
    STAGE("stage"),
    ERROR_CATEGORY("error.category"),
    /** A knowledge base; beyond a number of them the others share one value. */
    KB("kb");

    private final String id;

    Tag(String id) {
      this.id = id;
    }

    /** Lower case, with dots. */
    public String id() {
      return id;
    }
  }

  /** Lower case, with dots. */
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  /** The base unit of its values; empty if they are plain numbers. */
  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  /** The tags that every value of it has. */
  public Set<Tag> tags() {
    return tags;
  }
}
