package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StoredSettings;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates knowledge bases, and says what a start is about that does not say so itself. */
final class DefaultSettingsService implements SettingsService {
  private final Stores stores;
  private final KnownBases known;
  private final Pipelines pipelines;
  private final UploadStore uploads;

  @Inject
  DefaultSettingsService(
      Stores stores, KnownBases known, Pipelines pipelines, UploadStore uploads) {
    this.stores = stores;
    this.known = known;
    this.pipelines = pipelines;
    this.uploads = uploads;
  }

  @Override
  public Versioned create(KnowledgeBaseId kb, KnowledgeBaseSettings settings) {
    KnowledgeBaseRepository bases = stores.knowledgeBases();
    Pipeline pipeline = pipelines.get(KnownBases.DEFAULT_PIPELINE);
    KnowledgeBaseSettings checked = checked(pipeline, kb, settings);
    boolean half = bases.findSettings(kb).isEmpty() && bases.sources(kb).isEmpty();
    if (bases.find(kb).isPresent() && !half) {
      throw exists(kb, null);
    }
    bases.findOrCreate(kb, pipeline.model().space());
    try {
      return versioned(bases.saveSettings(kb, checked, 0));
    } catch (IngestionException e) {
      throw e.code() == ErrorCode.CHANGED_MEANWHILE ? exists(kb, e) : e;
    }
  }

  private static IngestionException exists(KnowledgeBaseId kb, @Nullable IngestionException e) {
    return new IngestionException(
        ErrorCode.KNOWLEDGE_BASE_EXISTS,
        "There is a knowledge base '%s' already; change its settings, or choose another id"
            .formatted(kb),
        e);
  }

  @Override
  public Versioned show(KnowledgeBaseId kb) {
    known.require(kb);
    return find(kb)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "Knowledge base '%s' has no settings and no source".formatted(kb)));
  }

  private Optional<Versioned> find(KnowledgeBaseId kb) {
    return stores
        .knowledgeBases()
        .findSettings(kb)
        .map(DefaultSettingsService::versioned)
        .or(() -> latestSource(kb).map(source -> new Versioned(settings(source), 0)));
  }

  private Optional<SourceSettings> latestSource(KnowledgeBaseId kb) {
    List<SourceSettings> sources = stores.knowledgeBases().sources(kb);
    @Nullable SourceName latest = stores.jobs().latest(kb).map(Job::source).orElse(null);
    return sources.stream()
        .filter(source -> source.name().equals(latest))
        .findFirst()
        .or(() -> sources.stream().findFirst());
  }

  @Override
  public Versioned change(KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version) {
    known.require(kb);
    Pipeline pipeline = known.pipeline(kb);
    KnowledgeBaseSettings checked = checked(pipeline, kb, settings);
    stores
        .knowledgeBases()
        .findSource(kb, settings.source())
        .ifPresent(stored -> SourceCommands.requireSame(kb, stored, source(pipeline, kb, checked)));
    return versioned(stores.knowledgeBases().saveSettings(kb, checked, version));
  }

  /** The settings with their root as it is compared, and patterns that can be read. */
  private KnowledgeBaseSettings checked(
      Pipeline pipeline, KnowledgeBaseId kb, KnowledgeBaseSettings settings) {
    String root =
        settings.kind() == Kind.UPLOADS ? "" : pipeline.sources().canonicalRoot(settings.root());
    KnowledgeBaseSettings checked =
        new KnowledgeBaseSettings(
            settings.source(),
            settings.kind(),
            root,
            settings.include(),
            settings.exclude(),
            settings.hidden(),
            settings.priority());
    pipeline.sources().open(source(pipeline, kb, checked));
    return checked;
  }

  @Override
  public StartIngestion command(KnowledgeBaseId kb, Given given) {
    known.require(kb);
    Pipeline pipeline = known.pipeline(kb);
    Optional<KnowledgeBaseSettings> usual = find(kb).map(Versioned::settings);
    SourceName name =
        Optional.ofNullable(given.source())
            .or(() -> usual.map(KnowledgeBaseSettings::source))
            .orElse(SourceName.DEFAULT);
    Optional<SourceSettings> source =
        usual
            .filter(settings -> settings.source().equals(name))
            .map(settings -> source(pipeline, kb, settings))
            .or(() -> stores.knowledgeBases().findSource(kb, name));
    String root =
        Optional.ofNullable(given.root())
            .or(() -> source.map(SourceSettings::root))
            .orElseThrow(() -> nowhere(kb, name));
    return new StartIngestion(
        kb,
        pipeline.name(),
        name,
        root,
        Optional.ofNullable(given.include())
            .or(() -> source.map(SourceSettings::include))
            .orElse(List.of()),
        Optional.ofNullable(given.exclude())
            .or(() -> source.map(SourceSettings::exclude))
            .orElse(List.of()),
        Optional.ofNullable(given.hidden())
            .or(() -> source.map(SourceSettings::hidden))
            .orElse(false),
        given.allowMassDelete(),
        given.priority());
  }

  private static IngestionException nowhere(KnowledgeBaseId kb, SourceName name) {
    return new IngestionException(
        ErrorCode.SOURCE_NOT_FOUND,
        "Nothing says where the documents of source '%s' of knowledge base '%s' are; give its root"
            .formatted(name, kb));
  }

  private SourceSettings source(
      Pipeline pipeline, KnowledgeBaseId kb, KnowledgeBaseSettings settings) {
    String root =
        settings.kind() == Kind.UPLOADS
            ? pipeline.sources().canonicalRoot(uploads.root(kb).toString())
            : settings.root();
    return new SourceSettings(
        settings.source(),
        pipeline.sourceKind(),
        root,
        settings.include(),
        settings.exclude(),
        settings.hidden());
  }

  private static KnowledgeBaseSettings settings(SourceSettings source) {
    return new KnowledgeBaseSettings(
        source.name(),
        Kind.FOLDER,
        source.root(),
        source.include(),
        source.exclude(),
        source.hidden(),
        JobPriority.DEFAULT);
  }

  private static Versioned versioned(StoredSettings stored) {
    return new Versioned(stored.settings(), stored.version());
  }
}
