package dev.ingestion.workers.simulation;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.testkit.Stores;
import dev.ingestion.workers.CircuitBreakerConfig;
import dev.ingestion.workers.QueueConfig;
import dev.ingestion.workers.Recovery;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.StageRetry;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.LifecycleManager;
import dev.ingestion.workers.runtime.Threads;
import dev.ingestion.workers.simulation.Task.Life;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A process: the engine on its ports, with a life that can end at any step. */
final class Node {
  static final Duration LEASE = Duration.ofSeconds(2);

  final Life life;
  private final Wiring engine;

  /** Whether somebody has asked it to end: then it takes no command any more. */
  boolean closing;

  /**
   * @param ports what the engine sees of its ports
   */
  Node(Life life, Ports ports, Settings settings, Threads threads, RandomGenerator random) {
    this.life = life;
    this.engine =
        Wiring.of(
            new Wiring.Parts(
                life.name,
                ports,
                settings.workers(),
                settings.queue(),
                settings.circuits(),
                settings.retries(),
                threads,
                random));
  }

  /** What the engine needs of the outer world. */
  record Ports(
      Stores stores,
      ChunkIndex index,
      PersistenceStore snapshots,
      DocumentSourceProvider sources,
      DocumentParser parser,
      EmbeddingModel model,
      InstantSource clock) {}

  /** Small enough for every bound to be met. */
  record Settings(
      int batchSize,
      int consumers,
      int maxChunks,
      Duration checkpointInterval,
      PerKnowledgeBase<RetryConfig> retries) {
    static final int MAX_RETRIES = 2;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    static Settings any(Choices choices) {
      return new Settings(
          1 + choices.below(4),
          1 + choices.below(3),
          2 + choices.below(12),
          Duration.ofMillis(choices.below(3) * 20L),
          retries(Duration.ofMillis(100)));
    }

    /** So many for all stages. */
    static PerKnowledgeBase<RetryConfig> retries(Duration delay) {
      return PerKnowledgeBase.same(
          RetryConfig.same(new StageRetry(MAX_RETRIES, delay, LONGEST_DELAY)));
    }

    WorkersConfig workers() {
      return new WorkersConfig(
          batchSize,
          Duration.ofMillis(1),
          Duration.ofMillis(500),
          consumers,
          checkpointInterval,
          2,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Recovery.CONTINUE);
    }

    CircuitBreakerConfig circuits() {
      return new CircuitBreakerConfig(2, Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    QueueConfig queue() {
      return new QueueConfig(maxChunks, ByteSize.ofMegabytes(1), LEASE);
    }
  }

  LifecycleManager lifecycle() {
    return engine.get(LifecycleManager.class);
  }

  IngestionService ingestion() {
    return engine.get(IngestionService.class);
  }

  RepairService repair() {
    return engine.get(RepairService.class);
  }

  VerificationService verification() {
    return engine.get(VerificationService.class);
  }
}
