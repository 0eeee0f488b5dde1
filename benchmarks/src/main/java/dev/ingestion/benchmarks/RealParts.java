package dev.ingestion.benchmarks;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.name.Names;
import dev.ingestion.adapters.fs.DataRootLockConfig;
import dev.ingestion.adapters.fs.DiskSpaceConfig;
import dev.ingestion.adapters.fs.FolderSourceConfig;
import dev.ingestion.adapters.fs.FsModule;
import dev.ingestion.adapters.lucene.LuceneConfig;
import dev.ingestion.adapters.lucene.LuceneModule;
import dev.ingestion.adapters.onnx.OnnxConfig;
import dev.ingestion.adapters.onnx.OnnxModule;
import dev.ingestion.adapters.tika.ParserProcessConfig;
import dev.ingestion.adapters.tika.TikaConfig;
import dev.ingestion.adapters.tika.TikaModule;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.chunking.ChunkingSettings;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.PipelineDefinition;
import java.time.Duration;

/** What an installation has: folders, Tika, the model and Lucene, all with their usual settings. */
final class RealParts extends AbstractModule {
  static final Key<EmbeddingModel> MODEL = Key.get(EmbeddingModel.class, Names.named("minilm"));
  static final ChunkingSettings CHUNKING = new ChunkingSettings(200, 30);

  private static final String RECORDED = "recorded";

  private final Pipeline pipeline;

  RealParts(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Which parts a job has.
   *
   * @param parser its name
   * @param model its name
   * @param index its name
   */
  record Pipeline(String parser, String model, String index) {
    /** All that an installation has; the model's texts are noted. */
    static final Pipeline WHOLE = new Pipeline("tika", RECORDED, LuceneModule.NAME);

    /** Files are listed and read; what comes after costs nothing. */
    static final Pipeline READING = new Pipeline("lines", Engine.PIPELINE, Engine.PIPELINE);

    /** All but the model, which costs nothing. */
    static final Pipeline WITHOUT_MODEL = new Pipeline("tika", Engine.PIPELINE, LuceneModule.NAME);
  }

  @Override
  protected void configure() {
    install(new FsModule());
    install(new TikaModule());
    install(new OnnxModule());
    install(new LuceneModule());
    bind(FolderSourceConfig.class).toInstance(new FolderSourceConfig(ByteSize.ofMegabytes(100)));
    bind(DataRootLockConfig.class).toInstance(new DataRootLockConfig(Duration.ofSeconds(2)));
    bind(DiskSpaceConfig.class).toInstance(new DiskSpaceConfig(ByteSize.ofMegabytes(512)));
    bind(TikaConfig.class).toInstance(tika());
    bind(ParserProcessConfig.class)
        .toInstance(new ParserProcessConfig(ByteSize.ofMegabytes(512), 0, 10_000));
    bind(OnnxConfig.class).toInstance(new OnnxConfig(0));
    bind(LuceneConfig.class).toInstance(new LuceneConfig(ByteSize.ofMegabytes(32)));
    bind(PersistenceStore.class).to(Key.get(PersistenceStore.class, Names.named("local-disk")));
    RecordingModel recording = new RecordingModel(getProvider(MODEL));
    bind(RecordingModel.class).toInstance(recording);
    MapBinder.newMapBinder(binder(), String.class, EmbeddingModel.class)
        .addBinding(RECORDED)
        .toInstance(recording);
    MapBinder.newMapBinder(binder(), String.class, PipelineDefinition.class)
        .addBinding(Installation.PIPELINE)
        .toInstance(
            new PipelineDefinition(
                Installation.PIPELINE,
                "folder",
                pipeline.parser(),
                CHUNKING,
                pipeline.model(),
                pipeline.index()));
    MapBinder.newMapBinder(binder(), String.class, DocumentParser.class)
        .addBinding("lines")
        .toInstance(new LineParser());
  }

  /** Of the usual limits, those of time are longer: a busy machine must not end a benchmark. */
  private static TikaConfig tika() {
    return new TikaConfig(
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        10,
        1_000,
        ByteSize.ofMegabytes(100),
        10_000_000,
        ByteSize.ofMegabytes(1_024));
  }
}
