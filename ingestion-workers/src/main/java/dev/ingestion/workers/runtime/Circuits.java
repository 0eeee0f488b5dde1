package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.workers.CircuitBreakerConfig;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuits of the embedding models, and the knowledge bases whose work can be done now. A probe
 * is a short text of our own: no work is spent on it, and no poisonous text keeps a circuit open.
 * Thread-safe.
 */
public final class Circuits {
  private static final Logger log = LoggerFactory.getLogger(Circuits.class);

  private static final List<String> PROBE = List.of("probe");

  private final RunningJobs running;
  private final CircuitBreakerConfig config;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Threads threads;
  private final Map<EmbeddingModel, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  @Inject
  Circuits(
      RunningJobs running,
      CircuitBreakerConfig config,
      RandomGenerator random,
      InstantSource clock,
      Threads threads) {
    this.running = running;
    this.config = config;
    this.random = random;
    this.clock = clock;
    this.threads = threads;
  }

  CircuitBreaker of(EmbeddingModel model) {
    return breakers.computeIfAbsent(
        model,
        key ->
            new CircuitBreaker(
                "embedding model " + key.space().name(), config, random, clock, threads));
  }

  /** How many models are away. */
  long open() {
    return breakers.values().stream().filter(circuit -> !circuit.isClosed()).count();
  }

  /** Why a model is left alone; null if it answers. */
  public @Nullable String reason(EmbeddingModel model) {
    return of(model).reason();
  }

  /** Knowledge bases whose dependencies answer. Probes those that are due, and tells the others. */
  Set<KnowledgeBaseId> admitted() {
    Set<KnowledgeBaseId> admitted = new HashSet<>();
    for (JobRuntime job : running.all()) {
      if (job.isOpen() && !job.stopping()) {
        EmbeddingModel model = job.pipeline().model();
        CircuitBreaker circuit = of(model);
        if (circuit.beginProbe()) {
          probe(job, circuit);
        }
        job.waiting().away(circuit.reason());
        if (circuit.isClosed()) {
          admitted.add(job.kb());
        }
      }
    }
    return admitted;
  }

  private void probe(JobRuntime job, CircuitBreaker circuit) {
    try {
      answers(job);
    } catch (InterruptedCallException e) {
      log.info("A probe of the embedding model was interrupted", e);
    } finally {
      circuit.gaveUpProbe();
    }
  }

  /**
   * Asks a job's model for nothing but an answer, and opens or closes its circuit accordingly. An
   * error that does not pass by itself is an answer: whatever causes it, waiting does not help.
   *
   * @throws InterruptedCallException if the job stops before there is an answer
   */
  boolean answers(JobRuntime job) {
    EmbeddingModel model = job.pipeline().model();
    CircuitBreaker circuit = of(model);
    try {
      job.calls().call(() -> model.embed(PROBE));
    } catch (InterruptedCallException e) {
      throw e;
    } catch (IngestionException e) {
      if (e.category() == ErrorCategory.TRANSIENT) {
        circuit.open(e);
        log.warn("{}", circuit.reason());
        return false;
      }
      log.warn("The embedding model fails in answer to a probe: {}", e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      log.warn("The embedding model fails in answer to a probe", e);
    }
    circuit.succeeded();
    return true;
  }
}
