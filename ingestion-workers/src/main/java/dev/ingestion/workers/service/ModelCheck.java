package dev.ingestion.workers.service;

import dev.ingestion.ports.out.HealthCheck;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.runtime.Circuits;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the embedding model of each pipeline is there, and answered when it was last needed. It
 * is not asked for this: a model that is not needed need not be loaded.
 */
public final class ModelCheck implements HealthCheck {
  private final Map<String, PipelineDefinition> definitions;
  private final Pipelines pipelines;
  private final Circuits circuits;

  @Inject
  ModelCheck(Map<String, PipelineDefinition> definitions, Pipelines pipelines, Circuits circuits) {
    this.definitions = new TreeMap<>(definitions);
    this.pipelines = pipelines;
    this.circuits = circuits;
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Optional<String> problem() {
    return definitions.keySet().stream()
        .map(name -> circuits.reason(pipelines.get(name).model()))
        .filter(Objects::nonNull)
        .findFirst();
  }
}
