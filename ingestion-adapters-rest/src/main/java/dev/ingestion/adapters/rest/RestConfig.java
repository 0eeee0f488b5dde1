package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ByteSize;

/**
 * The keys {@code ingestion.api.*}.
 *
 * @param host name or address to listen at
 * @param port 0 for any that is free
 * @param maxBody most bytes of a body of JSON
 * @param maxUpload most bytes of a document that is uploaded
 */
public record RestConfig(String host, int port, ByteSize maxBody, ByteSize maxUpload) {
  public RestConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("api.host must name an address");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("api.port must be 0 to 65535: " + port);
    }
    if (maxBody.bytes() < 1 || maxBody.bytes() > 100_000_000) {
      throw new IllegalArgumentException("api.max-body must be 1 byte to 100 MB: " + maxBody);
    }
  }
}
