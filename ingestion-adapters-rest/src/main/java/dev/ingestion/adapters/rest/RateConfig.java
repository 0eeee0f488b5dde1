package dev.ingestion.adapters.rest;

/**
 * The keys {@code ingestion.api.rate.*}.
 *
 * @param requests for each address and each token, a second in the long run; 0 for no limit
 * @param burst how many of them at once
 * @param logins that fail, for each address and minute
 */
public record RateConfig(int requests, int burst, int logins) {
  public RateConfig {
    if (requests < 0) {
      throw new IllegalArgumentException("api.rate.requests must be 0 or more: " + requests);
    }
    if (burst < 1) {
      throw new IllegalArgumentException("api.rate.burst must be 1 or more: " + burst);
    }
    if (logins < 1) {
      throw new IllegalArgumentException("api.rate.logins must be 1 or more: " + logins);
    }
  }
}
