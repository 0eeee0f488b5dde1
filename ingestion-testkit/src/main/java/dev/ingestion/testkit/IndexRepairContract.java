package dev.ingestion.testkit;

import static dev.ingestion.testkit.IndexSamples.entry;
import static dev.ingestion.testkit.IndexSamples.key;
import static dev.ingestion.testkit.IndexSamples.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexedChunk;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** How an index is mended in place, and what a kill leaves of that. Part of its contract. */
public abstract class IndexRepairContract extends ChunkIndexFixture {
  private static final Generation FIRST = new Generation(1);

  // Mending a generation

  @Test
  public void whatIsTakenGoesAndWhatIsPutIsLikeWhatWasPromoted() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    List<IndexedChunk> before = ofFirst();
    mend(taken("beta"), List.of());
    assertThat(found("alpha beta")).containsExactly("alpha");

    mend(List.of(), List.of(entry(1, 1, "beta")));

    assertThat(ofFirst()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(found("alpha beta")).containsExactlyInAnyOrder("alpha", "beta");
    assertThat(nearest("beta")).startsWith("beta").hasSize(2);
    assertThat(index.vectors(REF, Set.of(key("beta"))).get(key("beta")))
        .containsExactly(vector("beta"));
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void mendingIsIdempotent() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    List<IndexedChunk> beta = taken("beta");

    for (int time = 0; time < 2; time++) {
      mend(beta, List.of(entry(1, 1, "beta"), entry(1, 2, "gamma")));
    }

    assertThat(ofFirst())
        .extracting(IndexedChunk::text)
        .containsExactlyInAnyOrder("alpha", "beta", "gamma");
  }

  @Test
  public void anEntryThatIsPutReplacesThatOfItsIdInItsGenerationAlone() {
    show(1, entry(1, 0, "alpha"));
    show(2, entry(2, 0, "alpha"));
    stage(entry(3, 0, "alpha"));

    mend(List.of(), List.of(entry(1, 0, "alpha")));

    assertThat(found("alpha")).hasSize(2);
    assertThat(index.staged(REF)).containsExactly(new Generation(3));
  }

  @Test
  public void takingTouchesNoOtherGenerationAndNothingStaged() {
    show(1, entry(1, 0, "alpha"));
    show(2, entry(2, 0, "alpha"));
    index.upsert(REF, OTHER_CLAIM, List.of(entry(1, 0, "alpha")));

    mend(ofFirst(), List.of());

    assertThat(entries()).extracting(IndexedChunk::generation).containsExactlyInAnyOrder(1L, 2L);
    assertThat(found("alpha")).hasSize(1);
    assertThat(index.staged(REF)).containsExactly(FIRST);
  }

  @Test
  public void severalGenerationsAreMendedInOneStepThatAnOpenViewDoesNotSee() {
    show(1, entry(1, 0, "alpha one"));
    show(2, entry(2, "other.md", 0, "alpha two"));

    try (IndexSnapshot before = index.snapshot(REF)) {
      index.mend(
          REF,
          List.of(
              new IndexMend(FIRST, before.ofGeneration(1), List.of()),
              new IndexMend(
                  new Generation(2), List.of(), List.of(entry(2, "other.md", 1, "alpha three")))));

      assertThat(texts(before, before.byText("alpha", 10)))
          .containsExactlyInAnyOrder("alpha one", "alpha two");
    }
    assertThat(found("alpha")).containsExactlyInAnyOrder("alpha two", "alpha three");
  }

  @Test
  public void aMendWithAVectorOfAnotherDimensionChangesNothing() {
    show(1, entry(1, 0, "alpha"));
    IndexEntry good = entry(1, 1, "beta");
    IndexEntry bad = new IndexEntry(good.item(), good.vectorKey(), new float[] {1});

    assertThat(codeOf(() -> mend(ofFirst(), List.of(good, bad))))
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);

    assertThat(found("alpha beta")).containsExactly("alpha");
    assertThat(codeOf(this::flush)).isNull();
  }

  @Test
  public void whatWasMendedAndFlushedSurvivesAKill() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    long checkpoint = flush();
    mend(taken("beta"), List.of(entry(1, 2, "gamma")));
    long mended = flush();
    assertThat(mended).isGreaterThan(checkpoint);

    kill(mended);

    assertThat(found("alpha beta gamma")).containsExactlyInAnyOrder("alpha", "gamma");
    assertThat(index.open(REF, mended)).isEqualTo(Condition.READY);
  }

  @Test
  public void whatWasMendedAndNotFlushedIsGoneAfterAKillAndCanBeMendedAgain() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    List<IndexedChunk> beta = taken("beta");
    long checkpoint = flush();
    mend(beta, List.of(entry(1, 2, "gamma")));

    kill(checkpoint);

    assertThat(found("alpha beta gamma")).containsExactlyInAnyOrder("alpha", "beta");
    mend(beta, List.of(entry(1, 2, "gamma")));
    assertThat(found("alpha beta gamma")).containsExactlyInAnyOrder("alpha", "gamma");
  }

  @Test
  public void readersAndCommitsSeeAMendWhollyOrNotAtAll() throws Exception {
    whileMending(
        () -> {
          try (IndexSnapshot view = index.snapshot(REF)) {
            assertOneRound(view.byText("round", 1_000).stream().map(view::load).toList());
            assertOneRound(all(view));
          }
          flush();
          try (IndexSnapshot committed = index.inspect(REF)) {
            assertOneRound(all(committed));
          }
        });
  }

  // Sweeping

  @Test
  public void aSweepAsksAboutEveryEntryAndDeletesThoseThatAreNotWanted() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    stage(entry(2, "other.md", 0, "gamma"), entry(3, "third.md", 0, "delta"));
    List<IndexedChunk> before = entriesWithStaged();
    List<IndexedChunk> asked = new ArrayList<>();

    long swept =
        index.sweep(
            REF,
            page -> {
              asked.addAll(page);
              return places(page, chunk -> Set.of("beta", "gamma").contains(chunk.text()));
            });

    assertThat(swept).isEqualTo(2);
    assertThat(asked).containsAll(before);
    assertThat(found("alpha beta")).containsExactly("alpha");
    assertThat(index.staged(REF)).containsExactly(new Generation(3));
    assertThat(index.sweep(REF, page -> places(page, chunk -> chunk.text().equals("beta"))))
        .isZero();
  }

  @Test
  public void anOpenViewDoesNotSeeASweepAndThePagesOfOneAreBounded() {
    IndexEntry[] many = new IndexEntry[2_345];
    for (int i = 0; i < many.length; i++) {
      many[i] = entry(1, i, "alpha " + i);
    }
    show(1, many);

    try (IndexSnapshot before = index.snapshot(REF)) {
      long swept =
          index.sweep(
              REF,
              page -> {
                assertThat(page).hasSizeLessThanOrEqualTo(1_000);
                return places(page, chunk -> chunk.ordinal() % 2 == 0);
              });

      assertThat(swept).isEqualTo(1_173);
      assertThat(before.ofGeneration(1)).hasSize(2_345);
    }
    assertThat(ofFirst()).hasSize(1_172).allMatch(chunk -> chunk.ordinal() % 2 == 1);
  }

  @Test
  public void aSweepThatWasFlushedSurvivesAKillAndOneThatWasNotIsUndone() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    long checkpoint = flush();
    index.sweep(REF, page -> places(page, chunk -> chunk.text().equals("beta")));
    kill(checkpoint);
    assertThat(found("alpha beta")).hasSize(2);

    index.sweep(REF, page -> places(page, chunk -> chunk.text().equals("beta")));
    kill(flush());

    assertThat(found("alpha beta")).containsExactly("alpha");
  }

  @Test
  public void aJudgeThatThrowsDeletesNothing() {
    show(1, entry(1, 0, "alpha"), entry(1, 1, "beta"));
    long checkpoint = flush();

    assertThatThrownBy(
            () ->
                index.sweep(
                    REF,
                    page -> {
                      throw new IllegalStateException("no answer");
                    }))
        .hasMessage("no answer");

    assertThat(found("alpha beta")).hasSize(2);
    index.close(REF);
    assertThat(index.open(REF, checkpoint)).isEqualTo(Condition.READY);
    assertThat(found("alpha beta")).hasSize(2);
  }

  private void mend(List<IndexedChunk> taken, List<IndexEntry> put) {
    index.mend(REF, List.of(new IndexMend(FIRST, taken, put)));
  }

  private List<IndexedChunk> ofFirst() {
    return seeing(snapshot -> snapshot.ofGeneration(1));
  }

  private List<IndexedChunk> taken(String text) {
    return ofFirst().stream().filter(chunk -> chunk.text().equals(text)).toList();
  }

  private List<IndexedChunk> entriesWithStaged() {
    flush();
    try (IndexSnapshot committed = index.inspect(REF)) {
      return all(committed);
    }
  }

  private static BitSet places(List<IndexedChunk> page, Predicate<IndexedChunk> unwanted) {
    BitSet places = new BitSet();
    for (int place = 0; place < page.size(); place++) {
      places.set(place, unwanted.test(page.get(place)));
    }
    return places;
  }

  /** Runs a check over and over, at least once, while a generation is mended to other contents. */
  private void whileMending(Runnable check) throws Exception {
    show(1, round(0));
    flush();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService checker = Executors.newSingleThreadExecutor();
    try {
      Future<?> checks =
          checker.submit(
              () -> {
                do {
                  check.run();
                } while (!done.get());
              });
      for (int round = 1; round <= 30; round++) {
        mend(ofFirst(), List.of(round(round)));
      }
      done.set(true);
      checks.get();
    } finally {
      done.set(true);
      checker.shutdown();
    }
  }

  private static int sizeOf(int round) {
    return 3 + round % 5;
  }

  private static IndexEntry[] round(int round) {
    IndexEntry[] entries = new IndexEntry[sizeOf(round)];
    for (int ordinal = 0; ordinal < entries.length; ordinal++) {
      entries[ordinal] = entry(1, ordinal, "round " + round + " " + ordinal);
    }
    return entries;
  }

  private static void assertOneRound(List<IndexedChunk> chunks) {
    assertThat(chunks).isNotEmpty();
    List<String> rounds = chunks.stream().map(chunk -> chunk.text().split(" ", 3)[1]).toList();
    assertThat(rounds).containsOnly(rounds.get(0)).hasSize(sizeOf(Integer.parseInt(rounds.get(0))));
  }
}
