package dev.ingestion.testkit;

import static dev.ingestion.testkit.IndexSamples.entry;
import static dev.ingestion.testkit.IndexSamples.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSnapshot.RankedChunk;
import dev.ingestion.ports.out.IndexedChunk;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What search sees of every {@link dev.ingestion.ports.out.ChunkIndex}. */
public abstract class IndexSnapshotContract extends ChunkIndexFixture {
  private static final char MARK = '\u0001';
  private static final char UNMARK = '\u0002';

  @Test
  public void moreMatchingWordsRankHigher() {
    show(
        1,
        entry(1, 0, "a lease expires"),
        entry(1, 1, "a lease of thirty seconds expires and is renewed"),
        entry(1, 2, "nothing of that kind"));

    assertThat(found("Renewed LEASE"))
        .containsExactly("a lease of thirty seconds expires and is renewed", "a lease expires");
  }

  @Test
  public void titlesAndHeadingsAreSearchedToo() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));

    assertThat(found("manual")).containsExactlyInAnyOrder("alpha", "beta");
    assertThat(found("guide")).containsExactlyInAnyOrder("alpha", "beta");
  }

  @Test
  public void noMoreAreReturnedThanAskedFor() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "alpha"), entry(1, 2, "alpha"));

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(snapshot.byText("alpha", 2)).hasSize(2);
      assertThat(snapshot.byVector(vector("alpha"), 2)).hasSize(2);
    }
  }

  @Test
  public void equalScoresAreInTheOrderOfChunkIds() {
    for (int i = 1; i <= 8; i++) {
      show(i, entry(i, i + ".md", 0, "alpha"));
    }

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      Comparator<RankedChunk> byId = Comparator.comparing(RankedChunk::chunkId);
      assertThat(snapshot.byText("alpha", 10)).hasSize(8).isSortedAccordingTo(byId);
      assertThat(snapshot.byVector(vector("alpha"), 10)).hasSize(8).isSortedAccordingTo(byId);
    }
  }

  @Test
  public void theNearestVectorRanksFirst() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"), entry(1, 2, "gamma"));

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      List<RankedChunk> ranked = snapshot.byVector(vector("beta"), 10);

      assertThat(texts(snapshot, ranked)).hasSize(3).startsWith("beta");
      assertThat(ranked)
          .isSortedAccordingTo(Comparator.comparingDouble(RankedChunk::score).reversed());
    }
  }

  @Test
  public void anEmptyIndexAnswersWithNothing() {
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(snapshot.byText("alpha", 10)).isEmpty();
      assertThat(snapshot.byVector(vector("alpha"), 10)).isEmpty();
      assertThat(all(snapshot)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\"alpha",
        "alpha AND (",
        "field:alpha",
        "a*?~^[TO]{}\\/",
        "+-!",
        "🚀 alpha",
        "\u0000\u0001",
        "日本語",
        "alpha\n\talpha"
      })
  public void anythingThatCanBeTypedIsValid(String typed) {
    show(1, entry(1, 0, "alpha 🚀"));

    List<String> found = found(typed);

    assertThat(found).hasSize(typed.contains("alpha") ? 1 : 0);
  }

  @Test
  public void tenThousandWordsAreValid() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    StringBuilder typed = new StringBuilder("alpha");
    for (int i = 0; i < 10_000; i++) {
      typed.append(" word").append(i);
    }

    assertThat(found(typed.toString())).containsExactly("alpha");
  }

  @Test
  public void aRankedChunkIsLoadedFromTheSameView() {
    show(1, entry(1, 0, "alpha"));

    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      index.apply(REF, List.of(retire(1)));
      RankedChunk ranked = snapshot.byText("alpha", 1).get(0);

      IndexedChunk loaded = snapshot.load(ranked);

      assertThat(loaded.text()).isEqualTo("alpha");
      assertThat(loaded.chunkId()).isEqualTo(ranked.chunkId());
    }
  }

  @Test
  public void aWalkMeetsVisibleAndStagedEntriesAndTellsThemApart() {
    stage(entry(2, "other.md", 0, "beta"));
    show(1, entry(1, 0, "alpha"));

    List<IndexedChunk> walked = entries();

    assertThat(walked).hasSize(2);
    assertThat(walked)
        .filteredOn(IndexedChunk::staged)
        .extracting(IndexedChunk::text)
        .containsExactly("beta");
  }

  @Test
  public void aSnippetMarksTheWordsOfTheQuery() {
    String text = "The lease of a job expires.";
    show(1, entry(1, 0, text));

    String snippet = snippet("job LEASE", 200);

    assertThat(snippet)
        .isEqualTo("The %slease%s of a %sjob%s expires.", MARK, UNMARK, MARK, UNMARK);
  }

  @Test
  public void aSnippetShowsWhereTheWordsAreAndKeepsItsLength() {
    String text = "filler ".repeat(100) + "the lease expires " + "padding ".repeat(100);
    show(1, entry(1, 0, text));

    String snippet = snippet("lease", 60);

    assertThat(snippet).contains(MARK + "lease" + UNMARK);
    assertThat(snippet.replaceAll("[\u0001\u0002]", "")).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  public void aSnippetWithoutAMatchIsTheBeginning() {
    show(1, entry(1, 0, "alpha beta " + "gamma ".repeat(100)));

    String snippet = seeing(view -> view.snippet(view.byText("manual", 1).get(0), "manual", 40));

    assertThat(snippet).startsWith("alpha beta").doesNotContain(String.valueOf(MARK));
  }

  private String snippet(String query, int most) {
    return seeing(view -> view.snippet(view.byText(query, 1).get(0), query, most));
  }
}
