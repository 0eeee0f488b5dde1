package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import java.util.function.Supplier;

/** Sees what is done with one document as a whole. Thread-safe. */
@FunctionalInterface
public interface DocumentTraces {
  /** Reads a document and makes of it what is to be made. */
  Reading during(DocumentKey document, Supplier<Reading> work);
}
