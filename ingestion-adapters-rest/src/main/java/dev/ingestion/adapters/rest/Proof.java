package dev.ingestion.adapters.rest;

import dev.ingestion.domain.access.TokenHash;
import org.jspecify.annotations.Nullable;

/** What a request shows of who sends it. */
sealed interface Proof {
  /**
   * @param token null if the header is none with a token
   */
  record Bearer(@Nullable TokenHash token) implements Proof {}

  /**
   * @param cookie null if there is none
   */
  record Login(@Nullable String cookie) implements Proof {
    /** Without the cookie. */
    @Override
    public String toString() {
      return "Login[]";
    }
  }

  /** To be on this machine. */
  record Presence() implements Proof {}
}
