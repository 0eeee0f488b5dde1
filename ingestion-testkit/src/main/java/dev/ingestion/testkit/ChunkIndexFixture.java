package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSnapshot.RankedChunk;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.IndexedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** An empty, open index before each test, and short ways to work with it. */
public abstract class ChunkIndexFixture {
  protected static final IndexRef REF = IndexSamples.ref("index-1");
  protected static final ClaimToken CLAIM = new ClaimToken("claim-1");
  protected static final ClaimToken OTHER_CLAIM = new ClaimToken("claim-2");

  protected ChunkIndex index;

  private long sequence;

  /**
   * @return an implementation on empty storage
   */
  protected abstract ChunkIndex start();

  /**
   * Ends the implementation that was started last as {@code kill -9} ends a process: nothing is
   * closed, nothing more is written.
   *
   * @return another on what the first left behind
   */
  protected abstract ChunkIndex killAndRestart();

  @BeforeEach
  public void openEmptyIndex() {
    index = start();
    assertThat(index.open(REF, 0)).isEqualTo(Condition.READY);
  }

  /** Kills, restarts and opens again. */
  protected final void kill(long checkpoint) {
    index = killAndRestart();
    assertThat(index.open(REF, checkpoint)).isEqualTo(Condition.READY);
  }

  protected final IndexTicket stage(IndexEntry... entries) {
    return index.upsert(REF, CLAIM, List.of(entries));
  }

  /** Makes entries of one generation visible. */
  protected final void show(long generation, IndexEntry... entries) {
    stage(entries);
    index.apply(REF, List.of(promote(generation, entries.length)));
  }

  protected final long flush(IndexTicket... tickets) {
    return index.flush(REF, List.of(tickets));
  }

  protected final IndexSwitch promote(long generation, int chunks) {
    return new IndexSwitch(++sequence, new Generation(generation), chunks, null);
  }

  protected final IndexSwitch replace(long retired, long promoted, int chunks) {
    return new IndexSwitch(++sequence, new Generation(promoted), chunks, new Generation(retired));
  }

  protected final IndexSwitch retire(long generation) {
    return new IndexSwitch(++sequence, null, 0, new Generation(generation));
  }

  /** What a view gives that is opened for this question alone. */
  protected final <T> T seeing(Function<IndexSnapshot, T> question) {
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      return question.apply(snapshot);
    }
  }

  /** Texts that a search for some words finds now, best first. */
  protected final List<String> found(String words) {
    return seeing(snapshot -> texts(snapshot, snapshot.byText(words, 1_000)));
  }

  /** Texts of the chunks nearest to the vector of a text, best first. */
  protected final List<String> nearest(String text) {
    return seeing(snapshot -> texts(snapshot, snapshot.byVector(IndexSamples.vector(text), 1_000)));
  }

  /** Everything that a view opened now walks over. */
  protected final List<IndexedChunk> entries() {
    return seeing(ChunkIndexFixture::all);
  }

  protected static List<String> texts(IndexSnapshot snapshot, List<RankedChunk> ranked) {
    return ranked.stream().map(snapshot::load).map(IndexedChunk::text).toList();
  }

  protected static List<IndexedChunk> all(IndexSnapshot snapshot) {
    List<IndexedChunk> chunks = new ArrayList<>();
    snapshot.forEach(chunks::add);
    return chunks;
  }

  protected static @Nullable ErrorCode codeOf(ThrowingCallable call) {
    try {
      call.call();
      return null;
    } catch (IngestionException e) {
      return e.code();
    } catch (Throwable e) {
      throw new AssertionError("Only an IngestionException crosses a port", e);
    }
  }
}
