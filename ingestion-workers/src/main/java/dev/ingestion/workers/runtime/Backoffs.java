package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
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
    return new Backoff(error -> dependency, retries.of(kb).read().policy(), random, clock);
  }

  /** Of whatever makes a run of a job break off: most often its storage. */
  Backoff ofStorage(KnowledgeBaseId kb) {
    return new Backoff(
        error -> dependency(kb, error), retries.of(kb).index().policy(), random, clock);
  }

  private static String dependency(KnowledgeBaseId kb, ErrorCode error) {
    return switch (error) {
      case EMBEDDING_UNAVAILABLE -> "embedding model";
      case SOURCE_UNAVAILABLE -> "source of the job";
      default -> "storage that knowledge base '%s' needs".formatted(kb);
    };
  }
}
