package dev.ingestion.workers.pipeline;

import java.util.Locale;

/** What is done with a document, in its order. */
public enum Stage {
  READ,
  PARSE,
  CHUNK,
  EMBED,
  /** Staging vectors in the index. */
  INDEX,
  /** Making the index durable. */
  FLUSH,
  /** Acknowledging in the database. */
  CHECKPOINT,
  /** Making the index show what the acknowledgement decided. */
  SHOW;

  /** In lower case, as metrics name it. */
  public String inWords() {
    return name().toLowerCase(Locale.ROOT);
  }
}
