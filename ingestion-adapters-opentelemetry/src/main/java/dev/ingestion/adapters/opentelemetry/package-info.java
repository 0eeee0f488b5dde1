/** Sends spans of what is done to a collector, by OTLP with OpenTelemetry. */
@NullMarked
package dev.ingestion.adapters.opentelemetry;

import org.jspecify.annotations.NullMarked;
