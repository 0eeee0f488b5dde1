package dev.ingestion.adapters.rest;

/**
 * The keys {@code ingestion.api.*}.
 *
 * @param host name or address to listen at
 * @param port 0 for any that is free
 */
public record RestConfig(String host, int port) {
  public RestConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("api.host must name an address");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("api.port must be 0 to 65535: " + port);
    }
  }
}
