package dev.ingestion.app.engine;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.WatchedPort;
import java.nio.file.Path;
import java.util.Map;

/**
 * Ingests a folder in a process of its own and freezes at a given moment, so that it can be killed
 * just there. Arguments: data root, folder, moment, order ({@code right} or {@code wrong}).
 */
public final class KilledMain {
  /** Small steps, so that producer, consumers and checkpoint are all busy at once. */
  static final Map<String, String> SMALL_STEPS =
      Map.of(
          "ingestion.batch-size", "4",
          "ingestion.queue.max-chunks", "24",
          "ingestion.dequeue-timeout", "1ms",
          "ingestion.checkpoint-interval", "5ms");

  private KilledMain() {}

  public static void main(String[] args) {
    Moment moment = Moment.parse(args[2]);
    AcknowledgeFirst wrong = "wrong".equals(args[3]) ? new AcknowledgeFirst() : null;
    Between between =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            T inner = wrong == null ? real : wrong.port(type, real);
            moment.remember(type, real);
            return WatchedPort.of(type, inner, moment);
          }
        };
    Map<String, String> settings = args[2].equals(Moment.ALL_ENQUEUED) ? Map.of() : SMALL_STEPS;
    try (Workbench bench =
        Workbench.open(Path.of(args[0]), new HashingEmbeddingModel(), between, settings)) {
      System.out.println("ENDED " + bench.ingest(Path.of(args[1])).status());
    }
  }
}
