package dev.ingestion.ports.out;

import java.net.URI;
import java.util.Optional;

/**
 * Where this process is reached from outside. Asked by the composition root once what serves has
 * been started, to tell people. Thread-safe.
 */
public interface ListeningAddress {
  /** For example {@code http://127.0.0.1:8080}; empty while nothing listens. */
  Optional<URI> url();
}
