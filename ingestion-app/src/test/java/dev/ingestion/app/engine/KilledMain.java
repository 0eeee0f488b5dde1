package dev.ingestion.app.engine;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.testkit.CrashPoints;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Ingests a folder, or repairs what is there, in a process of its own that dies at a point.
 * Arguments: data root, point, time, and for an ingest the folder.
 */
public final class KilledMain {
  /** Small steps, so that producer, consumers and checkpoint are all busy at once. */
  static final Map<String, String> SMALL_STEPS =
      Map.of(
          "ingestion.batch-size", "4",
          "ingestion.queue.max-chunks", "24",
          "ingestion.dequeue-timeout", "1ms",
          "ingestion.checkpoint-interval", "5ms",
          "ingestion.retry-delay", "5ms");

  /** However slow the machine is, the producer's steps end where they are full. */
  private static final Map<String, String> FULL_STEPS = Map.of("ingestion.dequeue-timeout", "10m");

  private KilledMain() {}

  public static void main(String[] args) {
    boolean repair = args.length < 4;
    CrashPoints points = CrashPoints.haltingAt(args[1], Integer.parseInt(args[2]));
    Between between =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            return points.port(type, real);
          }
        };
    try (Workbench bench =
        Workbench.open(
            Path.of(args[0]),
            new HashingEmbeddingModel(),
            new PlainText(between),
            repair ? SMALL_STEPS : FULL_STEPS)) {
      if (repair) {
        bench.repair();
      } else {
        bench.ingest(Path.of(args[3]));
      }
    }
  }
}
