package dev.ingestion.testkit;

import static dev.ingestion.testkit.IndexSamples.entry;
import static dev.ingestion.testkit.IndexSamples.key;
import static dev.ingestion.testkit.IndexSamples.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.ChunkIndex.Condition;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.IndexedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every {@link ChunkIndex} does, and what it leaves when its process is killed. */
public abstract class ChunkIndexContract extends IndexRepairContract {
  private static final Generation FIRST = new Generation(1);
  private static final Generation SECOND = new Generation(2);

  // Opening

  @Test
  public void anOpenIndexIsReady() {
    assertThat(index.open(REF, 0)).isEqualTo(Condition.READY);
  }

  @Test
  public void anIndexThatItsLedgerKnowsAndNobodyHasIsMissing() {
    IndexRef lost = IndexSamples.ref("lost");

    assertThat(index.open(lost, 1)).isEqualTo(Condition.MISSING);
    assertThat(index.open(lost, 1)).isEqualTo(Condition.MISSING);
    assertThat(codeOf(() -> index.staged(lost))).isEqualTo(ErrorCode.INDEX_NOT_READY);
  }

  @Test
  public void anIndexOfAnotherDatabaseIsForeign() {
    index.close(REF);

    IndexRef other = new IndexRef(REF.kb(), "database-2", REF.indexId(), REF.space());
    assertThat(index.open(other, 0)).isEqualTo(Condition.FOREIGN);
  }

  @Test
  public void anIndexOfAnotherSpaceIsForeign() {
    index.close(REF);

    EmbeddingSpace space = new EmbeddingSpace("another", REF.space().dimension());
    IndexRef other = new IndexRef(REF.kb(), REF.databaseId(), REF.indexId(), space);
    assertThat(index.open(other, 0)).isEqualTo(Condition.FOREIGN);
  }

  @Test
  public void anIndexOlderThanItsLedgerIsStaleAndOneThatIsNewerIsReady() {
    long checkpoint = flush(stage(entry(1, 0, "alpha")));
    index.close(REF);

    assertThat(index.open(REF, checkpoint + 1)).isEqualTo(Condition.STALE);
    assertThat(index.open(REF, checkpoint - 1)).isEqualTo(Condition.READY);
  }

  // Staging

  @Test
  public void whatIsStagedIsFoundByNoSearch() {
    flush(stage(entry(1, 0, "alpha")));
    show(2, entry(2, "other.md", 0, "beta"));

    assertThat(found("alpha beta manual")).containsExactly("beta");
    assertThat(nearest("alpha")).containsExactly("beta");
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(snapshot.ofGeneration(1)).isEmpty();
    }
    assertThat(index.staged(REF)).containsExactly(FIRST);
  }

  @Test
  public void stagingAnEntryAgainReplacesIt() {
    stage(entry(1, 0, "alpha"));
    flush(stage(entry(1, 0, "alpha"), entry(1, 1, "beta")));

    try (IndexSnapshot committed = index.inspect(REF)) {
      assertThat(all(committed)).extracting(IndexedChunk::text).containsOnlyOnce("alpha", "beta");
    }
  }

  @Test
  public void discardingAClaimRemovesWhatItStagedAndNothingElse() {
    index.upsert(REF, OTHER_CLAIM, List.of(entry(2, "other.md", 0, "beta")));
    show(3, entry(3, "third.md", 0, "gamma"));
    stage(entry(1, 0, "alpha"));

    index.discard(REF, CLAIM);
    index.discard(REF, CLAIM);

    assertThat(index.staged(REF)).containsExactly(SECOND);
    assertThat(found("gamma")).containsExactly("gamma");
  }

  @Test
  public void whatWasDiscardedIsNotPromoted() {
    stage(entry(1, 0, "alpha"));
    for (int ordinal = 1; ordinal < 10; ordinal++) {
      index.upsert(REF, OTHER_CLAIM, List.of(entry(1, ordinal, "beta " + ordinal)));
    }
    flush();
    index.discard(REF, CLAIM);

    assertThat(codeOf(() -> index.apply(REF, List.of(promote(1, 10)))))
        .isEqualTo(ErrorCode.INDEX_DAMAGED);

    index.apply(REF, List.of(promote(1, 9)));
    assertThat(found("alpha beta")).hasSize(9).doesNotContain("alpha");
  }

  @Test
  public void onlyStagedEntriesOfTheGivenGenerationsAreRetained() {
    stage(entry(1, 0, "alpha"), entry(2, "other.md", 0, "beta"));
    show(3, entry(3, "third.md", 0, "gamma"));

    index.retainStaged(REF, Set.of(SECOND));

    assertThat(index.staged(REF)).containsExactly(SECOND);
    assertThat(found("gamma")).containsExactly("gamma");
  }

  @Test
  public void aVectorOfAnotherDimensionIsRefused() {
    IndexEntry good = entry(1, 0, "alpha");
    IndexEntry bad = new IndexEntry(good.item(), good.vectorKey(), new float[] {1});

    assertThat(codeOf(() -> stage(bad))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  // Switching

  @Test
  public void aPromotedGenerationIsSeenWithAllThatWasStaged() {
    IndexEntry entry = entry(1, 0, "alpha");
    show(1, entry);

    IndexedChunk expected =
        new IndexedChunk(
            entry.item().id().hex(),
            1,
            "default",
            "guide.md",
            "The manual",
            List.of("Guide", "Part 0"),
            0,
            1,
            10,
            20,
            "alpha",
            false,
            true);
    try (IndexSnapshot snapshot = index.snapshot(REF)) {
      assertThat(snapshot.ofGeneration(1)).containsExactly(expected);
      assertThat(all(snapshot)).containsExactly(expected);
    }
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void anOpenViewDoesNotChangeWhenAGenerationReplacesAnother() {
    show(1, entry(1, 0, "alpha one"));
    stage(entry(2, 0, "alpha two"));

    try (IndexSnapshot before = index.snapshot(REF)) {
      index.apply(REF, List.of(replace(1, 2, 1)));

      assertThat(texts(before, before.byText("alpha", 10))).containsExactly("alpha one");
      assertThat(found("alpha")).containsExactly("alpha two");
    }
  }

  @Test
  public void switchesAreIdempotent() {
    show(1, entry(1, 0, "alpha one"));
    stage(entry(2, 0, "alpha two"));
    List<IndexSwitch> switches = List.of(promote(1, 1), replace(1, 2, 1));

    index.apply(REF, switches);
    index.apply(REF, switches);

    assertThat(found("alpha")).containsExactly("alpha two");
  }

  @Test
  public void aGenerationThatTheSameListRetiresIsNotPromoted() {
    stage(entry(1, 0, "alpha one"), entry(2, 0, "alpha two"));

    index.apply(REF, List.of(promote(1, 1), replace(1, 2, 1)));

    assertThat(found("alpha")).containsExactly("alpha two");
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void ofEntriesThatSeveralClaimsStagedForAChunkOneIsTaken() {
    stage(entry(1, 0, "alpha"), entry(1, 1, "alpha beta"));
    index.upsert(REF, OTHER_CLAIM, List.of(entry(1, 0, "alpha")));

    index.apply(REF, List.of(promote(1, 2)));

    assertThat(found("alpha")).containsExactlyInAnyOrder("alpha", "alpha beta");
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void aGenerationThatIsNotWholeIsDamageAndNothingOfItsListIsShown() {
    stage(entry(1, 0, "alpha"), entry(2, "other.md", 0, "beta"));

    assertThat(codeOf(() -> index.apply(REF, List.of(promote(1, 1), promote(2, 2)))))
        .isEqualTo(ErrorCode.INDEX_DAMAGED);

    assertThat(found("alpha beta")).isEmpty();
  }

  @Test
  public void aDocumentThatLostItsTextLeavesTheIndex() {
    show(1, entry(1, 0, "alpha"));

    index.apply(REF, List.of(replace(1, 2, 0)));

    assertThat(found("alpha")).isEmpty();
  }

  @Test
  public void aRetiredGenerationGoesWhetherVisibleOrStaged() {
    show(1, entry(1, 0, "alpha"));
    stage(entry(2, 0, "beta"));

    index.apply(REF, List.of(retire(1), retire(2)));

    assertThat(entries()).isEmpty();
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void whatAClaimStagesTooLateStaysUnseenAndIsSwept() {
    show(1, entry(1, 0, "alpha"));
    index.upsert(REF, OTHER_CLAIM, List.of(entry(1, 0, "alpha")));
    index.apply(REF, List.of(promote(1, 1)));

    assertThat(found("alpha")).containsExactly("alpha");
    assertThat(index.staged(REF)).containsExactly(FIRST);

    index.retainStaged(REF, Set.of());

    assertThat(found("alpha")).containsExactly("alpha");
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void aRefusedClaimTakesNothingFromTheAcceptedOne() {
    stage(entry(1, 0, "alpha"));
    index.upsert(REF, OTHER_CLAIM, List.of(entry(1, 0, "alpha")));
    index.discard(REF, OTHER_CLAIM);

    index.apply(REF, List.of(promote(1, 1)));
    index.discard(REF, CLAIM);
    index.discard(REF, OTHER_CLAIM);

    assertThat(found("alpha")).containsExactly("alpha");
  }

  @Test
  public void readersAlwaysSeeExactlyOneWholeGeneration() throws Exception {
    whileGenerationsSwitch(
        () -> {
          try (IndexSnapshot view = index.snapshot(REF)) {
            assertWhole(view.byText("guide", 1_000).stream().map(view::load).toList());
            assertWhole(view.byVector(vector("text 0"), 1_000).stream().map(view::load).toList());
            assertWhole(all(view).stream().filter(chunk -> !chunk.staged()).toList());
          }
        });
  }

  @Test
  public void everyCommitHoldsExactlyOneWholeGeneration() throws Exception {
    whileGenerationsSwitch(
        () -> {
          flush();
          try (IndexSnapshot committed = index.inspect(REF)) {
            assertWhole(all(committed).stream().filter(chunk -> !chunk.staged()).toList());
          }
        });
  }

  // Durability

  @Test
  public void eachCommitHasAGreaterNumber() {
    long first = flush(stage(entry(1, 0, "alpha")));
    long second = flush(stage(entry(1, 1, "beta")));
    kill(second);
    long third = flush(stage(entry(1, 2, "gamma")));

    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
    assertThat(third).isGreaterThan(second);
  }

  @Test
  public void whatWasFlushedSurvivesAKillAndWhatWasNotIsGone() {
    long checkpoint = flush(stage(entry(1, 0, "alpha")));
    stage(entry(2, "other.md", 0, "beta"));

    kill(checkpoint);

    assertThat(index.staged(REF)).containsExactly(FIRST);
    index.apply(REF, List.of(promote(1, 1)));
    assertThat(found("alpha beta")).containsExactly("alpha");
  }

  @Test
  public void aSwitchThatWasFlushedSurvivesAKillAndIsReplayedWithoutEffect() {
    show(1, entry(1, 0, "alpha one"));
    stage(entry(2, 0, "alpha two"));
    List<IndexSwitch> switches = List.of(replace(1, 2, 1));
    index.apply(REF, switches);
    kill(flush());

    assertThat(found("alpha")).containsExactly("alpha two");
    index.apply(REF, switches);
    assertThat(found("alpha")).containsExactly("alpha two");
  }

  @Test
  public void aSwitchThatWasNotFlushedIsShownByItsReplay() {
    show(1, entry(1, 0, "alpha one"), entry(1, 1, "alpha too"));
    long checkpoint = flush(stage(entry(2, 0, "alpha two")));
    List<IndexSwitch> switches = List.of(replace(1, 2, 1));
    index.apply(REF, switches);

    kill(checkpoint);

    assertThat(found("alpha")).containsExactlyInAnyOrder("alpha one", "alpha too");
    index.apply(REF, switches);
    assertThat(found("alpha")).containsExactly("alpha two");
  }

  @Test
  public void closingCommitsNothing() {
    flush(stage(entry(1, 0, "alpha")));
    stage(entry(2, "other.md", 0, "beta"));

    index.close(REF);
    index.close(REF);

    assertThat(index.open(REF, 1)).isEqualTo(Condition.READY);
    assertThat(index.staged(REF)).containsExactly(FIRST);
  }

  @Test
  public void aTicketOfAnEarlierOpeningIsRefused() {
    IndexTicket lost = stage(entry(1, 0, "alpha"));
    index.close(REF);
    index.open(REF, 0);
    IndexTicket kept = stage(entry(1, 1, "beta"));

    assertThat(codeOf(() -> flush(kept, lost))).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(codeOf(() -> flush(kept))).isNull();
  }

  @Test
  public void whatWasAppliedOrDiscardedIsInTheNextCommit() {
    long checkpoint = flush(stage(entry(1, 0, "alpha"), entry(2, "other.md", 0, "beta")));
    index.apply(REF, List.of(promote(1, 1)));
    index.discard(REF, CLAIM);
    assertThat(flush()).isGreaterThan(checkpoint);

    kill(checkpoint + 1);

    assertThat(found("alpha")).containsExactly("alpha");
    assertThat(index.staged(REF)).isEmpty();
  }

  @Test
  public void anInspectionSeesTheLastCommitWhetherOrNotTheIndexIsOpen() {
    flush(stage(entry(1, 0, "alpha")));
    stage(entry(2, "other.md", 0, "beta"));
    assertInspectionSees("alpha");

    index.close(REF);

    assertInspectionSees("alpha");
  }

  // Vectors and deletion

  @Test
  public void vectorsAreKnownBitForBitWhetherStagedOrVisible() {
    show(1, entry(1, 0, "alpha"));
    stage(entry(2, 0, "beta"));

    var vectors = index.vectors(REF, Set.of(key("alpha"), key("beta"), key("gamma")));

    assertThat(vectors).containsOnlyKeys(key("alpha"), key("beta"));
    assertThat(vectors.get(key("alpha"))).containsExactly(vector("alpha"));
    assertThat(vectors.get(key("beta"))).containsExactly(vector("beta"));
  }

  @Test
  public void vectorsOfAnEarlierIndexAreKnownUntilItIsDeleted() {
    show(1, entry(1, 0, "alpha"));
    flush(stage(entry(2, 0, "beta")));
    index.close(REF);
    IndexRef later = IndexSamples.ref("index-2");
    index.open(later, 0);

    assertThat(index.vectors(later, Set.of(key("alpha"), key("beta"))))
        .containsOnlyKeys(key("alpha"), key("beta"));

    index.retain(REF.kb(), Set.of("index-2"));

    assertThat(index.vectors(later, Set.of(key("alpha")))).isEmpty();
    assertThat(index.open(REF, 1)).isEqualTo(Condition.MISSING);
  }

  @Test
  public void anOpenIndexIsRetained() {
    show(1, entry(1, 0, "alpha"));

    index.retain(REF.kb(), Set.of());

    assertThat(found("alpha")).containsExactly("alpha");
    assertThat(codeOf(this::flush)).isNull();
  }

  @Test
  public void aDeletedKnowledgeBaseLeavesNothing() {
    flush(stage(entry(1, 0, "alpha")));

    index.delete(REF.kb());
    index.delete(REF.kb());

    assertThat(index.open(REF, 1)).isEqualTo(Condition.MISSING);
    assertThat(index.open(REF, 0)).isEqualTo(Condition.READY);
    assertThat(index.staged(REF)).isEmpty();
  }

  private void assertInspectionSees(String... texts) {
    try (IndexSnapshot committed = index.inspect(REF)) {
      assertThat(all(committed)).extracting(IndexedChunk::text).containsExactly(texts);
    }
  }

  /** Later generations have other sizes, so that a mixture of two cannot look whole. */
  private static int sizeOf(long generation) {
    return 3 + (int) (generation % 5);
  }

  private static IndexEntry[] wholeDocument(long generation) {
    List<IndexEntry> entries = new ArrayList<>();
    for (int ordinal = 0; ordinal < sizeOf(generation); ordinal++) {
      entries.add(entry(generation, ordinal, "text " + ordinal));
    }
    return entries.toArray(IndexEntry[]::new);
  }

  /** Runs a check over and over, at least once, while generations replace each other. */
  private void whileGenerationsSwitch(Runnable check) throws Exception {
    show(1, wholeDocument(1));
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
      for (long generation = 2; generation <= 30; generation++) {
        stage(wholeDocument(generation));
        index.apply(REF, List.of(replace(generation - 1, generation, sizeOf(generation))));
      }
      done.set(true);
      checks.get();
    } finally {
      done.set(true);
      checker.shutdown();
    }
  }

  private static void assertWhole(List<IndexedChunk> chunks) {
    assertThat(chunks).isNotEmpty();
    long generation = chunks.get(0).generation();
    assertThat(chunks).extracting(IndexedChunk::generation).containsOnly(generation);
    assertThat(chunks).hasSize(sizeOf(generation));
  }
}
