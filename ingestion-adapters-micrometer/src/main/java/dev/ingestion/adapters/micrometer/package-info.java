/** Keeps what the engine measures, and offers it to Prometheus or sends it by OTLP. */
@NullMarked
package dev.ingestion.adapters.micrometer;

import org.jspecify.annotations.NullMarked;
