package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.Digest;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.chunking.Chunker;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.PipelineDefinition;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The pipelines this node knows, by name; parts are made when a pipeline is first used. */
public final class Pipelines {
  private final Map<String, PipelineDefinition> definitions;
  private final Map<String, Provider<DocumentSourceProvider>> sources;
  private final Map<String, Provider<DocumentParser>> parsers;
  private final Map<String, Provider<EmbeddingModel>> models;
  private final Map<String, Provider<ChunkIndex>> indexes;
  private final StageTimes times;
  private final Map<String, Pipeline> made = new ConcurrentHashMap<>();

  @Inject
  Pipelines(
      Map<String, PipelineDefinition> definitions,
      Map<String, Provider<DocumentSourceProvider>> sources,
      Map<String, Provider<DocumentParser>> parsers,
      Map<String, Provider<EmbeddingModel>> models,
      Map<String, Provider<ChunkIndex>> indexes,
      StageTimes times) {
    this.definitions = definitions;
    this.sources = sources;
    this.parsers = parsers;
    this.models = models;
    this.indexes = indexes;
    this.times = times;
  }

  /**
   * @throws IngestionException CONFIGURATION_INVALID if the pipeline or one of its parts is not
   *     known here; the message lists what is
   */
  public Pipeline get(String name) {
    return made.computeIfAbsent(name, this::make);
  }

  private Pipeline make(String name) {
    PipelineDefinition definition = named("pipeline", definitions, name);
    DocumentParser parser = named("parser", parsers, definition.parser()).get();
    EmbeddingModel model = named("embedding model", models, definition.embedding()).get();
    if (definition.chunking().size() > model.maxTokens()) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "Chunks of %d tokens do not fit the embedding model '%s', which reads %d: lower ingestion.chunking.size"
              .formatted(definition.chunking().size(), definition.embedding(), model.maxTokens()));
    }
    Chunker chunker = new Chunker(definition.chunking(), model);
    PipelineFingerprint fingerprint = fingerprint(parser, chunker, model);
    return new Pipeline(
        name,
        definition.source(),
        fingerprint,
        named("source", sources, definition.source()).get(),
        new DocumentPreparer(parser, chunker, fingerprint, times),
        model,
        named("index", indexes, definition.index()).get());
  }

  private static PipelineFingerprint fingerprint(
      DocumentParser parser, Chunker chunker, EmbeddingModel model) {
    return new PipelineFingerprint(
        new Digest()
            .add(parser.fingerprint())
            .add(chunker.fingerprint())
            .add(model.space().name())
            .add(model.space().dimension())
            .hex(16));
  }

  private static <T> T named(String what, Map<String, T> known, String name) {
    T found = known.get(name);
    if (found == null) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "There is no %s named '%s' here; known are: %s"
              .formatted(what, name, new TreeSet<>(known.keySet())));
    }
    return found;
  }
}
