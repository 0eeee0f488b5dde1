package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.DeadLetters.Content;
import dev.ingestion.ports.out.DeadLetters.Letter;
import dev.ingestion.ports.out.DeadLetters.Replay;
import dev.ingestion.ports.out.DeadLetters.Selection;
import dev.ingestion.ports.out.DeadLetters.Stage;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Backlog;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link dev.ingestion.ports.out.DeadLetters} does, with the ledger and checkpoints. */
public abstract class DeadLettersContract extends StoresContract {
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");

  @Test
  public void aChunkThatWasGivenUpLeavesALetterWithAllThatIsInIt() throws Exception {
    JobLease lease = startJob();
    Generation generation = stage(lease, "ä.md", "one two");
    acknowledge(
        claim(kb), new Failure(generation, 1, ErrorCode.INTERNAL_ERROR, "refused", "at A.b\n", 28));
    reopen();

    Letter letter = only();
    Content content = stores.letters().find(kb, letter.id()).orElseThrow();

    WorkItem item = items(kb, generation, "ä.md", "one two").get(1);
    assertThat(letter.document()).isEqualTo(item.document());
    assertThat(letter.job()).isEqualTo(lease.job());
    assertThat(letter.generation()).isEqualTo(generation);
    assertThat(letter.ordinal()).isEqualTo(1);
    assertThat(letter.chunk()).isEqualTo(item.id());
    assertThat(letter.stage()).isEqualTo(Stage.EMBED);
    assertThat(letter.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(letter.message()).isEqualTo("refused");
    assertThat(letter.attempts()).isEqualTo(28);
    assertThat(letter.firstAt()).isEqualTo(clock.instant());
    assertThat(letter.lastAt()).isEqualTo(clock.instant());
    assertThat(letter.replay()).isEqualTo(Replay.NONE);
    assertThat(content.letter()).isEqualTo(letter);
    assertThat(content.stack()).isEqualTo("at A.b\n");
    assertThat(content.item()).isEqualTo(item);
    assertThat(stores.letters().find(OTHER, letter.id())).isEmpty();
  }

  @Test
  public void aLongStackIsCutAtAWholeCharacter() {
    JobLease lease = startJob();
    Generation generation = stage(lease, "a", "one");
    acknowledge(
        claim(kb),
        new Failure(generation, 0, ErrorCode.INTERNAL_ERROR, "m", "ä€".repeat(10_000), 1));

    String stack = stores.letters().find(kb, only().id()).orElseThrow().stack();

    assertThat(stack.getBytes(StandardCharsets.UTF_8).length).isBetween(16_300, 16_384);
    assertThat("ä€".repeat(10_000)).startsWith(stack);
  }

  @Test
  public void aDocumentThatFailedLeavesALetterAndASkippedOneDoesNot() {
    JobLease lease = startJob();
    clock.advance(Duration.ofSeconds(1));
    record(lease, rejected("a", null, ErrorCode.DOCUMENT_UNREADABLE));
    record(lease, rejected("b", "hash", ErrorCode.DOCUMENT_CORRUPT));
    record(lease, rejected("c", "hash", ErrorCode.EMPTY_DOCUMENT));

    List<Letter> letters = all();

    assertThat(letters).extracting(letter -> letter.document().path()).containsExactly("a", "b");
    assertThat(letters).extracting(Letter::stage).containsExactly(Stage.READ, Stage.PARSE);
    assertThat(letters).extracting(Letter::attempts).containsOnly(1);
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.generation()).isNull();
              assertThat(letter.ordinal()).isNull();
              assertThat(letter.chunk()).isNull();
            });
    Content content = stores.letters().find(kb, letters.get(0).id()).orElseThrow();
    assertThat(content.item()).isNull();
    assertThat(content.stack()).isEqualTo("at reader");
  }

  @Test
  public void aDocumentThatFailsAgainKeepsItsLetter() {
    JobLease lease = startJob();
    record(lease, rejected("a", null, ErrorCode.DOCUMENT_UNREADABLE));
    Letter first = only();
    clock.advance(Duration.ofHours(1));
    record(lease, rejected("a", "hash", ErrorCode.DOCUMENT_CORRUPT));

    Letter second = only();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.code()).isEqualTo(ErrorCode.DOCUMENT_CORRUPT);
    assertThat(second.stage()).isEqualTo(Stage.PARSE);
    assertThat(second.firstAt()).isEqualTo(first.firstAt());
    assertThat(second.lastAt()).isEqualTo(clock.instant());
  }

  @Test
  public void lettersGoWithNewContentRemovalAndSkipping() {
    JobLease lease = startJob();
    for (String path : List.of("a", "b", "c", "d")) {
      giveUp(lease, path, "one");
    }
    record(lease, rejected("e", null, ErrorCode.DOCUMENT_UNREADABLE));
    assertThat(all()).hasSize(5);

    stage(lease, "a", "new");
    stores.ledger().remove(lease, List.of(document("b").id()));
    record(lease, rejected("c", "hash", ErrorCode.EMPTY_DOCUMENT));
    stage(lease, "e", "readable");
    assertThat(all()).extracting(letter -> letter.document().path()).containsExactly("d");

    record(lease, rejected("d", "hash", ErrorCode.DOCUMENT_CORRUPT));
    assertThat(only().generation()).isNull();
  }

  @Test
  public void lettersArePagedAndSelected() {
    JobLease lease = startJob();
    giveUp(lease, "a", "one");
    giveUp(lease, "b", "one");
    record(lease, rejected("b2", null, ErrorCode.DOCUMENT_UNREADABLE));
    List<Letter> all = all();
    long second = all.get(1).id();

    assertThat(stores.letters().page(kb, Selection.ALL, 0, 2)).isEqualTo(all.subList(0, 2));
    assertThat(stores.letters().page(kb, Selection.ALL, second, 2)).isEqualTo(all.subList(2, 3));
    assertThat(select(Set.of(second, 4_711L), null, null)).isEqualTo(all.subList(1, 2));
    assertThat(select(Set.of(), "b", null)).isEqualTo(all.subList(1, 2));
    assertThat(select(Set.of(), null, ErrorCode.DOCUMENT_UNREADABLE)).isEqualTo(all.subList(2, 3));
    assertThat(select(Set.of(second), "a", null)).isEmpty();
    assertThat(stores.letters().count(kb, Selection.ALL)).isEqualTo(3);
    assertThat(stores.letters().count(OTHER, Selection.ALL)).isZero();
  }

  @Test
  public void aReplayedChunkMakesItsDocumentLiveAndItsLetterGoes() throws Exception {
    JobLease old = startJob();
    Generation generation = giveUp(old, "a", "one two three");
    end(old, JobStatus.COMPLETED);
    assertThat(stores.letters().mark(kb, Selection.ALL)).isEqualTo(1);
    assertThat(stores.letters().marked(kb)).containsExactly(SOURCE);
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
    reopen();

    JobLease lease = startJob();
    assertThat(stores.ledger().takeUpLetters(lease, new SourceName("other"), 10)).isZero();
    assertThat(stores.ledger().takeUpLetters(lease, SOURCE, 10)).isEqualTo(1);
    assertThat(stores.ledger().takeUpLetters(lease, SOURCE, 10)).isZero();
    reopen();

    assertThat(only().replay()).isEqualTo(Replay.TAKEN_UP);
    assertThat(stores.letters().marked(kb)).isEmpty();
    assertThat(document("a").outcome()).isEqualTo(Outcome.PENDING);
    assertThat(stores.ledger().takeUpLetters(lease, SOURCE, 10)).isZero();
    stores.queue().voidClaims();
    Claim claim = claim(kb);
    assertThat(claim.job()).isEqualTo(lease.job());
    assertThat(claim.batches().get(0).items())
        .containsExactly(items(kb, generation, "a", "one two three").get(0));
    acknowledge(claim);

    assertThat(all()).isEmpty();
    assertThat(document("a").live()).isEqualTo(generation);
    assertThat(document("a").outcomeJob()).isEqualTo(lease.job());
    assertThat(stores.ledger().count(kb, SOURCE, lease.job()))
        .isEqualTo(new LedgerCounts(1, 0, 0, 0, 0));
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(1, 1, 1, 0));
    assertThat(claim(Set.of(kb), 50)).isEmpty();
  }

  @Test
  public void aReplayedChunkThatFailsAgainKeepsItsLetter() {
    JobLease lease = startJob();
    Generation generation = giveUp(lease, "a", "one");
    Letter first = only();
    clock.advance(Duration.ofHours(1));
    replayAll(lease);

    acknowledge(claim(kb), new Failure(generation, 0, ErrorCode.INVALID_ARGUMENT, "no", "s", 3));

    Letter again = only();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.attempts()).isEqualTo(first.attempts() + 3);
    assertThat(again.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(again.firstAt()).isEqualTo(first.firstAt());
    assertThat(again.lastAt()).isEqualTo(clock.instant());
    assertThat(again.replay()).isEqualTo(Replay.NONE);
    assertThat(document("a").outcome()).isEqualTo(Outcome.FAILED);
    replayAll(lease);
    acknowledge(claim(kb));
    assertThat(document("a").live()).isEqualTo(generation);
  }

  @Test
  public void aDocumentStaysFailedWhileOneOfItsChunksIsGivenUp() {
    JobLease lease = startJob();
    Generation generation = stage(lease, "a", "one two three");
    acknowledge(
        claim(kb),
        failure(generation, 0, ErrorCode.INTERNAL_ERROR, "no"),
        failure(generation, 2, ErrorCode.INTERNAL_ERROR, "no"));
    List<Letter> letters = all();

    stores.letters().mark(kb, new Selection(Set.of(letters.get(0).id()), null, null));
    stores.ledger().takeUpLetters(lease, SOURCE, 10);
    acknowledge(claim(kb));

    assertThat(all()).isEqualTo(letters.subList(1, 2));
    assertThat(document("a").outcome()).isEqualTo(Outcome.FAILED);
    replayAll(lease);
    acknowledge(claim(kb));
    assertThat(document("a").live()).isEqualTo(generation);
  }

  @Test
  public void aReplayedDocumentIsForgottenSoThatItIsReadAgain() {
    JobLease lease = startJob();
    record(lease, rejected("a", "hash", ErrorCode.DOCUMENT_CORRUPT));
    replayAll(lease);

    LedgerDocument document = document("a");

    assertThat(document.stamp()).isNull();
    assertThat(document.contentHash()).isNull();
    assertThat(document.fingerprint()).isNull();
    assertThat(document.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(only().replay()).isEqualTo(Replay.TAKEN_UP);
    record(lease, rejected("a", "hash", ErrorCode.DOCUMENT_CORRUPT));
    assertThat(only().replay()).isEqualTo(Replay.NONE);
    assertThat(only().attempts()).isEqualTo(2);
  }

  @Test
  public void whatIsMarkedIsTakenUpInSteps() {
    JobLease lease = startJob();
    for (int i = 0; i < 50; i++) {
      giveUp(lease, "a" + i, "one");
    }
    stores.letters().mark(kb, Selection.ALL);

    assertThat(stores.ledger().takeUpLetters(lease, SOURCE, 40)).isEqualTo(40);
    assertThat(stores.ledger().takeUpLetters(lease, SOURCE, 40)).isEqualTo(10);

    assertThat(stores.queue().backlog(kb).chunks()).isEqualTo(50);
    while (stores.queue().backlog(kb).batches() > 0) {
      acknowledge(claim(kb));
    }
    assertThat(all()).isEmpty();
    assertThat(job(lease).documents().indexed()).isEqualTo(50);
  }

  @Test
  public void anAbandonedReplayPutsItsLettersBack() {
    JobLease lease = startJob();
    Generation held = giveUp(lease, "held", "one two");
    stores.letters().mark(kb, Selection.ALL);
    stores.ledger().takeUpLetters(lease, SOURCE, 10);
    Generation waiting = stage(lease, "waiting", "one two");

    stores.ledger().abandon(lease);

    assertThat(only().replay()).isEqualTo(Replay.NONE);
    assertThat(document("held").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(document("held").code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(document("held").pending()).isEqualTo(held);
    assertThat(stores.ledger().pending(kb, List.of(held, waiting))).containsExactly(held);
    replayAll(lease);
    acknowledge(claim(kb));
    assertThat(document("held").live()).isEqualTo(held);
  }

  @Test
  public void anAbandonedDocumentOfWhichMoreIsMissingIsReadAgain() {
    JobLease lease = startJob();
    Generation generation = stage(lease, "a", "one two");
    acknowledge(claim(kb), failure(generation, 0, ErrorCode.INVALID_ARGUMENT, "no"));
    Generation newer = reserve();
    List<WorkItem> items = items(kb, newer, "b", "one two");
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(newer, "b", "one two")),
                items.stream().map(item -> new NewBatch(List.of(item))).toList(),
                List.of(sealed(newer, items))));
    acknowledge(
        claim(Set.of(kb), 1).orElseThrow(), failure(newer, 0, ErrorCode.INVALID_ARGUMENT, "no"));

    stores.ledger().abandon(lease);

    assertThat(all()).extracting(letter -> letter.document().path()).containsExactly("a");
    assertThat(document("b").pending()).isNull();
    assertThat(document("b").contentHash()).isNull();
  }

  @Test
  public void purgingDeletesLettersAndNothingElse() {
    JobLease lease = startJob();
    Generation generation = giveUp(lease, "a", "one");
    giveUp(lease, "b", "one");
    stores.letters().mark(kb, new Selection(Set.of(), "b", null));
    stores.ledger().takeUpLetters(lease, SOURCE, 10);

    assertThat(stores.letters().purge(kb, Selection.ALL)).isEqualTo(1);

    assertThat(only().document().path()).isEqualTo("b");
    assertThat(document("a").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(document("a").pending()).isEqualTo(generation);
  }

  @Test
  public void lettersGoWithTheirKnowledgeBaseAndItsRebuild() {
    giveUp(startJob(), "a", "one");
    giveUp(startJob(OTHER), "a", "one");

    stores.knowledgeBases().beginRebuild(kb, SPACE, false);
    assertThat(all()).isEmpty();
    assertThat(stores.letters().count(OTHER, Selection.ALL)).isEqualTo(1);
    stores.knowledgeBases().beginDelete(OTHER);
    stores.knowledgeBases().finishDelete(OTHER);
    assertThat(stores.letters().count(OTHER, Selection.ALL)).isZero();
  }

  /** Enqueues a document whose first chunk is given up. */
  private Generation giveUp(JobLease lease, String path, String content) {
    Generation generation = stage(lease, path, content);
    acknowledge(claim(lease.kb()), failure(generation, 0, ErrorCode.INTERNAL_ERROR, "refused"));
    return generation;
  }

  private void replayAll(JobLease lease) {
    stores.letters().mark(kb, Selection.ALL);
    assertThat(stores.ledger().takeUpLetters(lease, SOURCE, 100)).isPositive();
  }

  private void record(JobLease lease, Rejected verdict) {
    stores.ledger().record(lease, SOURCE, List.of(verdict));
  }

  private static Rejected rejected(String path, @Nullable String hash, ErrorCode code) {
    return new Rejected(path, "stamp", hash, PIPELINE, code, "It is " + code, "at reader");
  }

  private List<Letter> select(Set<Long> ids, @Nullable String document, @Nullable ErrorCode code) {
    return stores.letters().page(kb, new Selection(ids, document, code), 0, 100);
  }

  private List<Letter> all() {
    return stores.letters().page(kb, Selection.ALL, 0, 1_000);
  }

  private Letter only() {
    assertThat(all()).hasSize(1);
    return all().get(0);
  }
}
