package dev.ingestion.app.wiring;

import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.ConfigurationException;
import dev.ingestion.app.config.PipelineConfig;
import dev.ingestion.app.config.Problem;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.PersistenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The names under which adapters are registered, and that the chosen ones are among them. */
public final class Adapters {
  private final List<Choice> choices;
  private final Provider<PersistenceStore> persistenceStore;

  /**
   * @throws ConfigurationException if a setting names an adapter that is not there
   */
  @Inject
  Adapters(
      AppConfig app,
      PipelineConfig pipeline,
      Map<String, Provider<DocumentSourceProvider>> sources,
      Map<String, Provider<DocumentParser>> parsers,
      Map<String, Provider<EmbeddingModel>> models,
      Map<String, Provider<ChunkIndex>> indexes,
      Map<String, Provider<PersistenceStore>> stores) {
    choices =
        List.of(
            Choice.of("ingestion.pipeline.source", pipeline.source(), sources),
            Choice.of("ingestion.pipeline.parser", pipeline.parser(), parsers),
            Choice.of("ingestion.pipeline.embedding", pipeline.embedding(), models),
            Choice.of("ingestion.pipeline.index", pipeline.index(), indexes),
            Choice.of("ingestion.persistence-backend", app.persistenceBackend(), stores));
    List<Problem> problems = new ArrayList<>();
    for (Choice choice : choices) {
      if (!choice.available().contains(choice.chosen())) {
        problems.add(choice.problem());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    persistenceStore = Objects.requireNonNull(stores.get(app.persistenceBackend()));
  }

  PersistenceStore persistenceStore() {
    return persistenceStore.get();
  }

  /** One for each setting that names an adapter. */
  public List<Choice> choices() {
    return choices;
  }

  /**
   * @param setting the key that chooses
   */
  public record Choice(String setting, String chosen, Set<String> available) {
    static Choice of(String setting, String chosen, Map<String, ?> available) {
      return new Choice(setting, chosen, new TreeSet<>(available.keySet()));
    }

    Problem problem() {
      return new Problem(
          setting,
          chosen,
          "no such adapter",
          available.isEmpty()
              ? "none is installed"
              : "must be one of " + String.join(", ", available));
    }
  }
}
