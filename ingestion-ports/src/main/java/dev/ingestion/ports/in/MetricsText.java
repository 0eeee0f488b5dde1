package dev.ingestion.ports.in;

import java.util.Optional;

/**
 * What is measured, as Prometheus reads it. Thread-safe; disturbs no job.
 *
 * <p>Not offered: another format, and values of the past.
 */
public interface MetricsText {
  /** The media type of the text. */
  String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /**
   * @return all metrics with their present values; empty if they are not to be had here, because
   *     they are switched off, sent elsewhere, or served at a port of their own
   */
  Optional<String> text();
}
