package dev.ingestion.app;

import dev.ingestion.app.slow.SlowModel;
import dev.ingestion.app.slow.SlowModelModule;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The built program with a model that takes a second for slow texts until its gate is open. */
final class SlowInstallation {
  private final Distribution program;
  private final Path documents;
  private final Path gate;

  private SlowInstallation(Distribution program, Path documents, Path gate) {
    this.program = program;
    this.documents = documents;
    this.gate = gate;
  }

  /**
   * @param folder empty
   * @param texts one for each document
   */
  static SlowInstallation in(Path folder, List<String> texts) throws IOException {
    Distribution program = Distribution.share(folder);
    program.plugin(SlowModelModule.class, SlowModel.class, HashingEmbeddingModel.class);
    Path documents = Files.createDirectories(program.directory().resolve("documents"));
    for (int i = 0; i < texts.size(); i++) {
      Files.writeString(documents.resolve("%03d.md".formatted(i)), texts.get(i));
    }
    return new SlowInstallation(program, documents, program.directory().resolve("open.gate"));
  }

  /**
   * @param settings besides those of the model and the documents
   */
  Served serve(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("INGESTION_OPTS", "-Xmx512m -D%s=%s".formatted(SlowModel.GATE, gate));
    all.put("INGESTION_PIPELINE_EMBEDDING", "slow");
    all.put("INGESTION_API_SOURCE_ROOTS", documents.toString());
    return Served.start(program, all);
  }

  /** A knowledge base of the documents. */
  void create(Served served, String kb) {
    served
        .post(
            "/api/v1/knowledge-bases",
            "{\"kb_id\":\"%s\",\"settings\":{\"source\":{\"kind\":\"folder\",\"root\":\"%s\"}}}"
                .formatted(kb, documents))
        .is(201);
  }

  /** From now on no text is slow. */
  void openGate() throws IOException {
    Files.createFile(gate);
  }

  void closeGate() throws IOException {
    Files.delete(gate);
  }
}
