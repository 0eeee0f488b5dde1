package dev.ingestion.ports.out;

/** What can be said of a span. Those that others have too bear the names of OpenTelemetry. */
public enum SpanAttribute {
  JOB("ingestion.job.id"),
  KB("ingestion.kb.id"),
  /** What became of a job: its status at the end of a run. */
  JOB_STATUS("ingestion.job.status"),
  SOURCE("ingestion.source"),
  /** The path of a document in its source. */
  DOCUMENT("ingestion.document"),
  /** What became of a document: changed, unchanged, skipped or failed. */
  OUTCOME("ingestion.outcome"),
  CHUNKS("ingestion.chunks"),
  /** How many texts a model was given. */
  TEXTS("ingestion.texts"),
  METHOD("http.request.method"),
  /** The pattern of a route, without what stands for its parameters. */
  ROUTE("http.route"),
  STATUS_CODE("http.response.status_code");

  private final String id;

  SpanAttribute(String id) {
    this.id = id;
  }

  /** Lower case, with dots. */
  public String id() {
    return id;
  }
}
