package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.FollowService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.PipelineDefinition;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.SourceWatcher;
import dev.ingestion.workers.WatchConfig;
import dev.ingestion.workers.runtime.Threads;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.TreeSet;

/** Follows sources with the watcher of their kind. */
final class Followers implements FollowService {
  private final Map<String, PipelineDefinition> pipelines;
  private final Map<String, Provider<DocumentSourceProvider>> sources;
  private final Map<String, Provider<SourceWatcher>> watchers;
  private final WatchConfig config;
  private final Threads threads;

  @Inject
  Followers(
      Map<String, PipelineDefinition> pipelines,
      Map<String, Provider<DocumentSourceProvider>> sources,
      Map<String, Provider<SourceWatcher>> watchers,
      WatchConfig config,
      Threads threads) {
    this.pipelines = pipelines;
    this.sources = sources;
    this.watchers = watchers;
    this.config = config;
    this.threads = threads;
  }

  @Override
  public SourceChanges follow(StartIngestion command) {
    PipelineDefinition pipeline = pipelines.get(command.pipeline());
    if (pipeline == null) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "There is no pipeline named '%s' here; known are: %s"
              .formatted(command.pipeline(), new TreeSet<>(pipelines.keySet())));
    }
    SourceWatcher watcher = watcher(pipeline.source());
    Provider<DocumentSourceProvider> provider = sources.get(pipeline.source());
    String root = provider == null ? command.root() : provider.get().canonicalRoot(command.root());
    SourceSettings source =
        new SourceSettings(
            command.source(),
            pipeline.source(),
            root,
            command.include(),
            command.exclude(),
            command.hidden());
    return new FollowedSource(source, watcher, config, threads, () -> {}).begin();
  }

  /**
   * Follows a source as soon as it is there. It counts as changed at first: nobody knows what
   * happened before.
   *
   * @param told called whenever there may be something to do
   */
  FollowedSource followSoon(SourceSettings source, Runnable told) {
    FollowedSource followed =
        new FollowedSource(source, watcher(source.kind()), config, threads, told);
    followed.putBack();
    followed.beginSoon();
    return followed;
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if there is none
   */
  void requireFollowable(SourceSettings source) {
    watcher(source.kind()); // asked for its exception alone
  }

  private SourceWatcher watcher(String kind) {
    Provider<SourceWatcher> watcher = watchers.get(kind);
    if (watcher == null) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "A source of kind '%s' cannot be followed; have it ingested at an interval or by a cron expression instead"
              .formatted(kind));
    }
    return watcher.get();
  }
}
