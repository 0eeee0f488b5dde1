package dev.ingestion.workers.runtime;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.RetryConfig;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Makes the backoff of a dependency from the settings. Thread-safe. */
public final class Backoffs {
  private final PerKnowledgeBase<RetryConfig> retries;
  private final RandomGenerator random;
  private final InstantSource clock;

  @Inject
  Backoffs(PerKnowledgeBase<RetryConfig> retries, RandomGenerator random, InstantSource clock) {
    this.retries = retries;
    this.random = random;
    this.clock = clock;
  }

  Backoff ofSource(KnowledgeBaseId kb, SourceSettings source) {
    String dependency = "source '%s' at %s".formatted(source.name(), source.root());
    return new Backoff(dependency, retries.of(kb).read().policy(), random, clock);
  }

  Backoff ofStorage(KnowledgeBaseId kb) {
    String dependency = "storage of knowledge base '%s'".formatted(kb);
    return new Backoff(dependency, retries.of(kb).index().policy(), random, clock);
  }
}
