/** The steps that a document and its chunks pass, free of threads. */
@NullMarked
package dev.ingestion.workers.pipeline;

import org.jspecify.annotations.NullMarked;
