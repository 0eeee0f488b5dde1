package dev.ingestion.workers.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.memory.InMemoryFolder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many threads embed, if nobody has said how many. */
class ConsumersTest {
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");
  private static final String OTHER_ROOT = "/others";
  private static final int MORE = new HashingEmbeddingModel().parallelism() + 1;

  @Test
  void moreAreStartedForAModelThatMakesUseOfMoreThanTheOneBefore() throws Exception {
    try (EngineOnMemory engine = new EngineOnMemory(0, new MeetingModel())) {
      engine.ingestion.start(EngineOnMemory.command());
      assertThat(engine.rested().status()).isEqualTo(JobStatus.COMPLETED);
      InMemoryFolder folder = engine.sources.folder(OTHER_ROOT);
      for (int i = 0; i < 2 * MORE; i++) {
        String text = "%d is the number of this document. ".formatted(i).repeat(10);
        folder.put(i + ".md", text.getBytes(StandardCharsets.UTF_8));
      }

      engine.ingestion.start(
          new StartIngestion(
              OTHER,
              EngineOnMemory.OTHER_PIPELINE,
              SourceName.DEFAULT,
              OTHER_ROOT,
              List.of(),
              List.of(),
              false,
              false));

      assertThat(engine.ingestion.await(OTHER, Duration.ofSeconds(30)).documents().indexed())
          .isEqualTo(2 * MORE);
    }
  }

  /** Embeds nothing until as many threads embed as it makes use of. */
  private static final class MeetingModel implements EmbeddingModel {
    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final Set<Thread> met = ConcurrentHashMap.newKeySet();
    private final CountDownLatch missing = new CountDownLatch(MORE);

    @Override
    public EmbeddingSpace space() {
      return model.space();
    }

    @Override
    public int maxTokens() {
      return model.maxTokens();
    }

    @Override
    public int parallelism() {
      return MORE;
    }

    @Override
    public int count(String text) {
      return model.count(text);
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (met.add(Thread.currentThread())) {
        missing.countDown();
      }
      try {
        if (!missing.await(10, TimeUnit.SECONDS)) {
          throw new IllegalStateException("%d threads are missing".formatted(missing.getCount()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      return model.embed(texts);
    }
  }
}
