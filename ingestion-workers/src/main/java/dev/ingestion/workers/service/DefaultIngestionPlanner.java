package dev.ingestion.workers.service;

import dev.ingestion.ports.in.IngestionPlanner;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.ChangeDetection;
import dev.ingestion.workers.pipeline.DocumentReader;
import dev.ingestion.workers.pipeline.GoneDocuments;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.pipeline.SourceComparison;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import jakarta.inject.Inject;
import java.util.Optional;

/** Goes through a source as a job would, and writes nothing. */
final class DefaultIngestionPlanner implements IngestionPlanner {
  private final Pipelines pipelines;
  private final Stores stores;
  private final KnowledgeBaseIndexes indexes;

  @Inject
  DefaultIngestionPlanner(Pipelines pipelines, Stores stores, KnowledgeBaseIndexes indexes) {
    this.pipelines = pipelines;
    this.stores = stores;
    this.indexes = indexes;
  }

  @Override
  public Plan plan(StartIngestion command) {
    Pipeline pipeline = pipelines.get(command.pipeline());
    SourceSettings settings = SourceCommands.settings(command, pipeline);
    stores
        .knowledgeBases()
        .findSource(command.kb(), settings.name())
        .ifPresent(stored -> SourceCommands.requireSame(command.kb(), stored, settings));
    DocumentSource source = pipeline.sources().open(settings);
    Optional<KnowledgeBase> kb = stores.knowledgeBases().find(command.kb());
    PlanBuilder plan =
        new PlanBuilder(
            settings.name(),
            new DocumentReader(
                pipeline,
                command.kb(),
                settings,
                source,
                new ChangeDetection(pipeline.fingerprint(), null),
                (document, work) -> work.get()),
            new EmbeddingEstimate(pipeline, kb, indexes),
            new GoneDocuments(
                stores.ledger().totals(command.kb()).documents(), command.allowMassDelete()));
    try (SourceComparison comparison =
        new SourceComparison(
            source.list(),
            (after, limit) -> stores.ledger().page(command.kb(), settings.name(), after, limit))) {
      comparison.forEach(() -> false, plan::add);
    }
    return plan.build(settings.root());
  }
}
