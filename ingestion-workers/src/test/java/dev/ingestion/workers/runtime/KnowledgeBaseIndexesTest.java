package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.testkit.IndexSamples;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.memory.InMemoryChunkIndex;
import dev.ingestion.testkit.memory.InMemoryDatabase;
import dev.ingestion.testkit.memory.InMemoryDisk;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Somebody looked a knowledge base up, and reads its index when it is no longer so. */
class KnowledgeBaseIndexesTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");

  private final Stores stores =
      new InMemoryDatabase().open(InstantSource.system(), System::nanoTime);
  private final Threads threads = new MachineThreads();
  private final ChunkIndex index = new InMemoryChunkIndex(new InMemoryDisk());
  private final KnowledgeBaseIndexes indexes =
      new KnowledgeBaseIndexes(
          stores.knowledgeBases(), stores.ledger(), new RunningJobs(threads), threads);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsBeingDeletedIsUnknownAndIsNotMadeAgain(boolean wasOpen) {
    KnowledgeBase seen = stores.knowledgeBases().findOrCreate(KB, IndexSamples.SPACE);
    if (wasOpen) {
      indexes.forSearch(index, seen).close();
    }
    stores.knowledgeBases().beginDelete(KB);
    indexes.delete(index, KB);

    for (Consumer<KnowledgeBase> reading : readings()) {
      assertThatThrownBy(() -> reading.accept(seen))
          .isInstanceOf(UnknownKnowledgeBaseException.class);
    }

    assertNotOpen(seen.building());
  }

  @Test
  void anIndexThatWasReplacedIsNotOpenedAgain() {
    KnowledgeBase seen = stores.knowledgeBases().findOrCreate(KB, IndexSamples.SPACE);
    KnowledgeBase now = stores.knowledgeBases().beginRebuild(KB, IndexSamples.SPACE, false);

    readings().forEach(reading -> reading.accept(seen));

    assertThat(now.building()).isNotEqualTo(seen.building());
    assertNotOpen(seen.building());
    index.snapshot(now.building()).close();
  }

  @Test
  void whatWasCommittedIsSearchedWhileTheIndexCannotBeWritten() {
    KnowledgeBase kb = stores.knowledgeBases().findOrCreate(KB, IndexSamples.SPACE);
    indexes.forSearch(index, kb).close();
    ChunkIndex away = onAFullDisk();

    indexes.forSearch(away, kb).close();

    assertThatThrownBy(() -> indexes.forLedger(away, kb)).hasMessage("Its disk is full");
  }

  @Test
  void thatTheIndexIsSearchedAsItWasCommittedIsLoggedOnceUntilItCanBeWrittenAgain() {
    KnowledgeBase kb = stores.knowledgeBases().findOrCreate(KB, IndexSamples.SPACE);
    ChunkIndex away = onAFullDisk();
    Logger logger = (Logger) LoggerFactory.getLogger(KnowledgeBaseIndexes.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    logger.addAppender(told);
    logger.setLevel(Level.INFO);
    try {
      indexes.forSearch(index, kb).close();
      for (int outage = 1; outage <= 2; outage++) {
        indexes.forSearch(away, kb).close();
        indexes.forSearch(away, kb).close();

        assertThat(told.list).hasSize(outage);
        indexes.forSearch(index, kb).close();
      }
    } finally {
      logger.setLevel(null);
      logger.detachAppender(told);
    }
  }

  /** It can be read, and nothing else. */
  private ChunkIndex onAFullDisk() {
    return (ChunkIndex)
        Proxy.newProxyInstance(
            ChunkIndex.class.getClassLoader(),
            new Class<?>[] {ChunkIndex.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("inspect")) {
                return index.inspect((IndexRef) arguments[0]);
              }
              throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "Its disk is full");
            });
  }

  private List<Consumer<KnowledgeBase>> readings() {
    return List.of(
        seen -> indexes.forSearch(index, seen).close(),
        seen -> indexes.forLedger(index, seen).close(),
        seen -> indexes.onDisk(index, seen).close());
  }

  private void assertNotOpen(IndexRef ref) {
    assertThatThrownBy(() -> index.snapshot(ref)).hasMessageContaining("not open");
  }
}
