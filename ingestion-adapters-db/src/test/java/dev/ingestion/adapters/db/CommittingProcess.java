package dev.ingestion.adapters.db;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.testkit.SettableClock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that commits until it is killed, and prints the id of a knowledge base once the call
 * that made it has returned.
 */
final class CommittingProcess {
  private static final int THREADS = 3;

  private CommittingProcess() {}

  public static void main(String[] arguments) {
    H2Stores stores = H2Stores.open(Path.of(arguments[0]), new SettableClock());
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < THREADS; i++) {
      new Thread(
              () -> {
                while (true) {
                  String id = arguments[1] + "-" + next.incrementAndGet();
                  stores
                      .ports()
                      .knowledgeBases()
                      .findOrCreate(new KnowledgeBaseId(id), new EmbeddingSpace("model", 8));
                  // One write each, so that a line is whole or not there.
                  System.out.print(id + "\n");
                  System.out.flush();
                }
              })
          .start();
    }
  }
}
