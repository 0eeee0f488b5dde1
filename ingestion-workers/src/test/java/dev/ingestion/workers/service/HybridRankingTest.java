package dev.ingestion.workers.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSnapshot.RankedChunk;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HybridRankingTest {
  private static final int IN_BOTH = 0;

  @Test
  void aChunkFarDownInBothRankingsComesBeforeTheFirstOfOne() {
    assertThat(search(new TwoRankings(60), 10).get(0).handle()).isEqualTo(IN_BOTH);
  }

  @Test
  void theFirstHitsAreTheSameHoweverManyAreAskedFor() {
    TwoRankings rankings = new TwoRankings(60);

    assertThat(search(rankings, 200).subList(0, 10)).isEqualTo(search(rankings, 10));
  }

  private static List<RankedChunk> search(IndexSnapshot snapshot, int limit) {
    return DefaultSearchService.rank(
        snapshot, new HashingEmbeddingModel(32, 100), "anything", limit, Mode.HYBRID);
  }

  /** Two rankings without a chunk in common but one, which both have in the same place. */
  private record TwoRankings(int place) implements IndexSnapshot {
    @Override
    public List<RankedChunk> byText(String text, int limit) {
      return ranking(1, limit);
    }

    @Override
    public List<RankedChunk> byVector(float[] vector, int limit) {
      return ranking(1_000, limit);
    }

    private List<RankedChunk> ranking(int first, int limit) {
      return IntStream.rangeClosed(1, limit)
          .map(rank -> rank == place ? IN_BOTH : first + rank)
          .mapToObj(handle -> new RankedChunk(handle, "chunk-" + handle, 1.0 / (handle + 1)))
          .toList();
    }

    @Override
    public IndexedChunk load(RankedChunk ranked) {
      throw new AssertionError("A ranking reads no chunk");
    }

    @Override
    public String snippet(RankedChunk ranked, String query, int maxCharacters) {
      throw new AssertionError("A ranking shows nothing");
    }

    @Override
    public List<IndexedChunk> ofGeneration(long generation) {
      throw new AssertionError("A ranking knows no generation");
    }

    @Override
    public void forEach(Consumer<IndexedChunk> visitor) {
      throw new AssertionError("A ranking walks nothing");
    }

    @Override
    public void close() {}
  }
}
