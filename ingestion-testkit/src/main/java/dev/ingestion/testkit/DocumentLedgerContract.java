package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.DocumentLedger.LedgerTotals;
import dev.ingestion.ports.out.DocumentLedger.Selection;
import dev.ingestion.ports.out.DocumentVerdict;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.DocumentVerdict.Touched;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.StagedWork.NewBatch;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.Backlog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link DocumentLedger} does. */
public abstract class DocumentLedgerContract extends StoresContract {
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");

  @Test
  public void aStagedDocumentIsPendingWithAllThatIsKnownOfIt() throws Exception {
    JobLease lease = startJob();
    Generation generation = stage(lease, "a", "one two");
    reopen();

    LedgerDocument document = document("a");
    assertThat(document.key()).isEqualTo(new DocumentKey(SOURCE, "a"));
    assertThat(document.pending()).isEqualTo(generation);
    assertThat(document.pendingSealed()).isTrue();
    assertThat(document.live()).isNull();
    assertThat(document.liveRevision()).isNull();
    assertThat(document.stamp()).isEqualTo("stamp of one two");
    assertThat(document.contentHash()).isEqualTo(hash("one two"));
    assertThat(document.fingerprint()).isEqualTo(PIPELINE);
    assertThat(document.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(document.outcomeJob()).isEqualTo(lease.job());
    assertThat(document.title()).isEqualTo("Title of a");
    assertThat(document.mediaType()).isEqualTo("text/plain");
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(2, 0, 0, 0));
  }

  @Test
  public void generationNumbersAreNeverUsedAgain() throws Exception {
    long first = stores.ledger().reserveGenerations(10);
    long second = stores.ledger().reserveGenerations(1);
    reopen();
    long third = stores.ledger().reserveGenerations(1);

    assertThat(first).isPositive();
    assertThat(second).isGreaterThanOrEqualTo(first + 10);
    assertThat(third).isGreaterThan(second);
  }

  @Test
  public void chunkIdsComeBackInTheirOrderHoweverManyThereAre() throws Exception {
    JobLease lease = startJob();
    String content =
        IntStream.range(0, 2_345).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    Generation generation = stage(lease, "a", content);
    List<ChunkId> ids = items(kb, generation, "a", content).stream().map(WorkItem::id).toList();
    reopen();

    assertThat(stores.ledger().chunkIds(generation)).isEqualTo(ids);
    assertThat(stores.ledger().fingerprint(generation)).contains(PIPELINE);
    assertThat(stores.ledger().chunkIds(new Generation(Long.MAX_VALUE))).isEmpty();
    assertThat(stores.ledger().fingerprint(new Generation(Long.MAX_VALUE))).isEmpty();
  }

  @Test
  public void pagesFollowTheUnsignedBytesOfThePaths() {
    JobLease lease = startJob();
    List<String> paths =
        List.of("a", "a/b", "B", "b", "a b", "ä", "z", "\uFF5E", "\uD83D\uDE80", "日本");
    paths.forEach(path -> stage(lease, path, "one"));
    stores
        .ledger()
        .stage(
            lease,
            new SourceName("wiki"),
            new StagedWork(List.of(opened(reserve(), "a", "x")), List.of(), List.of()));
    stage(startJob(OTHER), "a", "one");

    List<String> listed = new ArrayList<>();
    String after = null;
    List<LedgerDocument> page;
    do {
      page = stores.ledger().page(kb, SOURCE, after, 3);
      for (LedgerDocument document : page) {
        after = document.key().path();
        listed.add(after);
      }
    } while (page.size() == 3);

    assertThat(listed).isEqualTo(paths.stream().sorted(DocumentKey.PATH_ORDER).toList());
  }

  @Test
  public void theSamePathInTwoSourcesIsTwoDocuments() {
    JobLease lease = startJob();
    SourceName wiki = new SourceName("wiki");
    Generation ours = stage(lease, "a", "one");
    Generation theirs = reserve();
    stores
        .ledger()
        .stage(
            lease, wiki, new StagedWork(List.of(opened(theirs, "a", "two")), List.of(), List.of()));

    assertThat(document("a").pending()).isEqualTo(ours);
    assertThat(stores.ledger().find(kb, new DocumentKey(wiki, "a")))
        .map(LedgerDocument::pending)
        .contains(theirs);
    assertThat(stores.ledger().find(kb, new DocumentKey(wiki, "b"))).isEmpty();
  }

  @Test
  public void aVoidLeaseChangesNothing() {
    JobLease frozen = startJob();
    Generation live = index(frozen, "a", "one");
    Generation pending = stage(frozen, "b", "two");
    stores.jobs().lease(frozen.job());
    Backlog backlog = stores.queue().backlog(kb);
    List<IndexSwitch> switches = stores.ledger().switches(kb, 10);

    assertRefused(ErrorCode.LEASE_LOST, () -> stage(frozen, "a", "three"));
    assertRefused(ErrorCode.LEASE_LOST, () -> stage(frozen, "new", ""));
    assertRefused(ErrorCode.LEASE_LOST, () -> record(frozen, new Touched("a", "other")));
    assertRefused(
        ErrorCode.LEASE_LOST, () -> stores.ledger().remove(frozen, List.of(document("a").id())));
    assertRefused(ErrorCode.LEASE_LOST, () -> stores.ledger().abandon(frozen));
    assertRefused(ErrorCode.LEASE_LOST, () -> stores.ledger().retireUnsealed(frozen));

    assertThat(document("a").live()).isEqualTo(live);
    assertThat(document("a").stamp()).isEqualTo("stamp of one");
    assertThat(document("b").pending()).isEqualTo(pending);
    assertThat(stores.ledger().totals(kb).documents()).isEqualTo(2);
    assertThat(stores.ledger().switches(kb, 10)).isEqualTo(switches);
    assertThat(stores.queue().backlog(kb)).isEqualTo(backlog);
  }

  @Test
  public void aDocumentWithoutChunksIsLiveAtOnceAndTheIndexHearsNothing() {
    JobLease lease = startJob();
    Generation generation = stage(lease, "a", "");

    assertThat(document("a").live()).isEqualTo(generation);
    assertThat(document("a").outcome()).isEqualTo(Outcome.INDEXED);
    assertThat(document("a").liveChunks()).isZero();
    assertThat(switches()).isEmpty();
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
  }

  @Test
  public void anEditToAnEmptyDocumentRetiresTheOldVersion() {
    JobLease lease = startJob();
    Generation old = index(lease, "a", "one");

    stage(lease, "a", "");

    assertThat(document("a").liveChunks()).isZero();
    assertThat(switches()).containsExactly(promoted(old, 1, null), retired(old));
    Generation refilled = index(lease, "a", "two");
    assertThat(switches())
        .containsExactly(promoted(old, 1, null), retired(old), promoted(refilled, 1, null));
  }

  @Test
  public void aForgottenContentIsReadAgainAndWhatIsLiveOrPendingStays() throws Exception {
    JobLease lease = startJob();
    index(lease, "b", "four");
    Generation live = index(lease, "a", "one two");
    Generation pending = stage(lease, "a", "three");
    LedgerDocument before = document("a");
    LedgerDocument other = document("b");
    List<IndexSwitch> switches = switches();

    stores.ledger().forgetContent(kb, List.of(before.id(), 4_711L));
    stores.ledger().forgetContent(OTHER, List.of(other.id()));
    reopen();

    LedgerDocument after = document("a");
    assertThat(after.stamp()).isNull();
    assertThat(after.contentHash()).isNull();
    assertThat(after.fingerprint()).isNull();
    assertThat(after.live()).isEqualTo(live);
    assertThat(after.liveRevision()).isEqualTo(before.liveRevision());
    assertThat(after.liveChunks()).isEqualTo(2);
    assertThat(after.pending()).isEqualTo(pending);
    assertThat(after.outcome()).isEqualTo(before.outcome());
    assertThat(stores.ledger().chunkIds(live)).hasSize(2);
    assertThat(document("b")).isEqualTo(other);
    assertThat(switches()).isEqualTo(switches);
  }

  @Test
  public void aNewerGenerationRetiresThePendingOne() {
    JobLease lease = startJob();
    Generation live = index(lease, "a", "one");
    Generation first = stage(lease, "a", "two");
    Generation second = stage(lease, "a", "three");

    assertThat(document("a").pending()).isEqualTo(second);
    assertThat(document("a").live()).isEqualTo(live);
    assertThat(switches()).containsExactly(promoted(live, 1, null), retired(first));
    assertThat(stores.ledger().chunkIds(first)).isEmpty();
    assertThat(stores.ledger().pending(kb, List.of(live, first, second))).isEqualTo(Set.of(second));
    assertThat(stores.ledger().live(kb, List.of(live, first, second))).isEqualTo(Set.of(live));
    assertThat(stores.ledger().live(OTHER, List.of(live))).isEmpty();
    assertThat(stores.ledger().pending(OTHER, List.of(second))).isEmpty();
    assertThat(stores.ledger().live(kb, List.of())).isEmpty();
  }

  @Test
  public void touchingReplacesTheStampOnly() {
    JobLease lease = startJob();
    index(lease, "a", "one");
    LedgerDocument before = document("a");

    record(lease, new Touched("a", "newer"), new Touched("unknown", "x"));
    assertThat(document("a").stamp()).isEqualTo("newer");
    record(lease, new Touched("a", null));

    LedgerDocument after = document("a");
    assertThat(after.stamp()).isNull();
    assertThat(after.contentHash()).isEqualTo(before.contentHash());
    assertThat(after.outcome()).isEqualTo(Outcome.INDEXED);
    assertThat(after.live()).isEqualTo(before.live());
    assertThat(stores.ledger().totals(kb).documents()).isEqualTo(1);
  }

  @Test
  public void documentsOnOnePageKeepEachItsOwnPipelineAndJob() throws Exception {
    PipelineFingerprint another = new PipelineFingerprint("e".repeat(32));
    JobLease earlier = startJob();
    for (String path : List.of("a", "d")) {
      record(earlier, unreadable(path, PIPELINE));
    }
    end(earlier, JobStatus.COMPLETED);
    JobLease later = startJob();
    for (String path : List.of("b", "c")) {
      record(later, unreadable(path, another));
    }

    List<LedgerDocument> page = stores.ledger().page(kb, SOURCE, null, 10);
    assertThat(page)
        .extracting(LedgerDocument::fingerprint)
        .containsExactly(PIPELINE, another, another, PIPELINE);
    assertThat(page)
        .extracting(LedgerDocument::outcomeJob)
        .containsExactly(earlier.job(), later.job(), later.job(), earlier.job());
  }

  private static Rejected unreadable(String path, PipelineFingerprint fingerprint) {
    return new Rejected(path, null, null, fingerprint, ErrorCode.DOCUMENT_UNREADABLE, "gone");
  }

  @Test
  public void aFailedDocumentKeepsItsLiveVersionAndLosesThePendingOne() throws Exception {
    JobLease lease = startJob();
    Generation live = index(lease, "a", "one");
    Generation pending = stage(lease, "a", "two");

    record(lease, rejected("a", "broken", ErrorCode.DOCUMENT_CORRUPT));
    reopen();

    LedgerDocument failed = document("a");
    assertThat(failed.live()).isEqualTo(live);
    assertThat(failed.pending()).isNull();
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.outcomeJob()).isEqualTo(lease.job());
    assertThat(failed.code()).isEqualTo(ErrorCode.DOCUMENT_CORRUPT);
    assertThat(failed.reason()).isEqualTo("because of DOCUMENT_CORRUPT");
    assertThat(failed.contentHash()).isEqualTo(hash("broken"));
    assertThat(failed.stamp()).isEqualTo("stamp of broken");
    assertThat(failed.fingerprint()).isEqualTo(PIPELINE);
    assertThat(switches()).containsExactly(promoted(live, 1, null), retired(pending));
    assertThat(job(lease).documents().indexed()).isZero();
  }

  @Test
  public void aSkippedDocumentLeavesTheIndex() {
    JobLease lease = startJob();
    Generation live = index(lease, "a", "one");
    Generation pending = stage(lease, "a", "two");

    record(lease, rejected("a", null, ErrorCode.TOO_LARGE));

    LedgerDocument skipped = document("a");
    assertThat(skipped.live()).isNull();
    assertThat(skipped.liveRevision()).isNull();
    assertThat(skipped.liveChunks()).isZero();
    assertThat(skipped.pending()).isNull();
    assertThat(skipped.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(skipped.contentHash()).isNull();
    assertThat(switches())
        .containsExactly(promoted(live, 1, null), retired(pending), retired(live));
    assertThat(job(lease).documents().removed()).isZero();
  }

  @Test
  public void aDocumentThatWasNeverSeenCanBeRejected() {
    JobLease lease = startJob();

    record(
        lease,
        rejected("b", "x", ErrorCode.DOCUMENT_ENCRYPTED),
        rejected("a", null, ErrorCode.NOT_A_FILE));
    stage(lease, "c", "one");

    assertThat(stores.ledger().select(kb, SOURCE, Selection.PROBLEMS, null, 10))
        .extracting(problem -> problem.key().path(), LedgerDocument::code)
        .containsExactly(
            tuple("a", ErrorCode.NOT_A_FILE), tuple("b", ErrorCode.DOCUMENT_ENCRYPTED));
    assertThat(stores.ledger().select(kb, SOURCE, Selection.PROBLEMS, null, 1)).hasSize(1);
    assertThat(stores.ledger().select(kb, SOURCE, Selection.PROBLEMS, "a", 10))
        .extracting(problem -> problem.key().path())
        .containsExactly("b");
    assertThat(switches()).isEmpty();
  }

  @Test
  public void documentsAreSelectedByOutcomeAndByTheBeginningOfTheirPath() {
    JobLease lease = startJob();
    record(lease, rejected("docs/a.bin", "b1", ErrorCode.UNSUPPORTED_TYPE));
    index(lease, "docs/b.md", "one");
    index(lease, "docs/é.md", "two");
    index(lease, "docs", "three");
    index(lease, "docs0", "four");

    assertThat(selected(Set.of(), "docs/")).containsExactly("docs/a.bin", "docs/b.md", "docs/é.md");
    assertThat(selected(Set.of(Outcome.INDEXED), "docs/"))
        .containsExactly("docs/b.md", "docs/é.md");
    assertThat(selected(Set.of(Outcome.SKIPPED, Outcome.FAILED), "")).containsExactly("docs/a.bin");
    assertThat(selected(Set.of(Outcome.PENDING), "")).isEmpty();
    assertThat(selected(Set.of(), "docs/é")).containsExactly("docs/é.md");
  }

  private List<String> selected(Set<Outcome> outcomes, String prefix) {
    return stores.ledger().select(kb, SOURCE, new Selection(outcomes, prefix), null, 10).stream()
        .map(document -> document.key().path())
        .toList();
  }

  @Test
  public void aVeryLongReasonDoesNotStopTheRest() {
    JobLease lease = startJob();

    record(
        lease,
        new Rejected("a", null, null, PIPELINE, ErrorCode.DOCUMENT_CORRUPT, "x".repeat(2_000_000)));

    assertThat(document("a").reason()).startsWith("xxx");
  }

  @Test
  public void aRemovedDocumentIsGoneAndCountedIfItWasSearchable() {
    JobLease lease = startJob();
    Generation live = index(lease, "live", "one");
    index(lease, "stays", "two");
    Generation edited = stage(lease, "live", "three");
    Generation waiting = stage(lease, "waiting", "four");
    stage(lease, "empty", "");
    List<Long> gone =
        List.of(document("live").id(), document("waiting").id(), document("empty").id());
    int told = switches().size();

    stores.ledger().remove(lease, gone);
    stores.ledger().remove(lease, gone);

    assertThat(stores.ledger().page(kb, SOURCE, null, 10))
        .extracting(document -> document.key().path())
        .containsExactly("stays");
    assertThat(switches().subList(told, switches().size()))
        .containsExactlyInAnyOrder(retired(edited), retired(live), retired(waiting));
    assertThat(job(lease).documents().removed()).isEqualTo(1);
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
    assertThat(stores.ledger().chunkIds(live)).isEmpty();
  }

  @Test
  public void documentsOfAnotherKnowledgeBaseAreNotRemoved() {
    index(startJob(), "a", "one");
    JobLease other = startJob(OTHER);

    stores.ledger().remove(other, List.of(document("a").id()));

    assertThat(document("a").live()).isNotNull();
  }

  @Test
  public void unsealedGenerationsAreRetiredAndReadAgain() throws Exception {
    JobLease lease = startJob();
    Generation live = index(lease, "cut", "one");
    Generation cut = reserve();
    List<WorkItem> items = items(kb, cut, "cut", "two three");
    stores
        .ledger()
        .stage(
            lease,
            SOURCE,
            new StagedWork(
                List.of(opened(cut, "cut", "two three")),
                List.of(new NewBatch(items.subList(0, 1))),
                List.of()));
    Generation whole = stage(lease, "whole", "four");
    reopen();
    JobLease successor = stores.jobs().lease(lease.job());

    assertThat(stores.ledger().retireUnsealed(successor)).isEqualTo(1);
    assertThat(stores.ledger().retireUnsealed(successor)).isZero();

    LedgerDocument document = document("cut");
    assertThat(document.pending()).isNull();
    assertThat(document.live()).isEqualTo(live);
    assertThat(document.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(document.stamp()).isNull();
    assertThat(document.contentHash()).isNull();
    assertThat(document.fingerprint()).isNull();
    assertThat(switches()).containsExactly(promoted(live, 1, null), retired(cut));
    assertThat(document("whole").pending()).isEqualTo(whole);
    acknowledge(claim(kb));
    assertThat(document("whole").live()).isEqualTo(whole);
    assertThat(document("cut").live()).isEqualTo(live);
  }

  @Test
  public void whatAJobGivesUpIsNoLongerQueuedAndWhatIsLiveStays() {
    JobLease lease = startJob();
    Generation live = index(lease, "a", "one");
    Generation pending = stage(lease, "a", "two three");
    stage(lease, "b", "four");
    claim(kb);

    stores.ledger().abandon(lease);

    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
    assertThat(claim(Set.of(kb), 50)).isEmpty();
    assertThat(document("a").live()).isEqualTo(live);
    assertThat(document("a").pending()).isNull();
    assertThat(document("a").contentHash()).isNull();
    assertThat(document("b").pending()).isNull();
    assertThat(switches()).contains(promoted(live, 1, null), retired(pending));
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(1, 1, 1, 0));
  }

  @Test
  public void switchesAreToldUntilTheyAreForgotten() throws Exception {
    JobLease lease = startJob();
    index(lease, "a", "one");
    index(lease, "b", "two");
    index(lease, "c", "three");
    List<IndexSwitch> all = stores.ledger().switches(kb, 10);
    assertThat(all).hasSize(3);
    assertThat(stores.ledger().switches(kb, 2)).isEqualTo(all.subList(0, 2));

    List<Long> shown = List.of(all.get(0).sequence(), all.get(2).sequence());
    stores.ledger().forgetSwitches(OTHER, shown);
    assertThat(stores.ledger().switches(kb, 10)).isEqualTo(all);
    stores.ledger().forgetSwitches(kb, shown);
    stores.ledger().forgetSwitches(kb, shown);
    reopen();

    assertThat(stores.ledger().switches(kb, 10)).containsExactly(all.get(1));
  }

  @Test
  public void documentsAreCountedByWhatBecameOfThem() {
    JobLease earlier = startJob();
    index(earlier, "unchanged", "one");
    index(earlier, "edited", "two");
    end(earlier, JobStatus.COMPLETED);
    JobLease lease = startJob();
    index(lease, "edited", "three");
    index(lease, "new", "four");
    stage(lease, "waiting", "five");
    record(
        lease,
        rejected("skipped", null, ErrorCode.EMPTY_DOCUMENT),
        rejected("failed", null, ErrorCode.PARSE_TIMEOUT));

    assertThat(stores.ledger().count(kb, SOURCE, lease.job()))
        .isEqualTo(new LedgerCounts(2, 1, 1, 1, 1));
    assertThat(stores.ledger().count(kb, new SourceName("wiki"), lease.job()))
        .isEqualTo(new LedgerCounts(0, 0, 0, 0, 0));
    assertThat(stores.ledger().totals(kb)).isEqualTo(new LedgerTotals(6, 3, 3));
    assertThat(stores.ledger().totals(OTHER)).isEqualTo(new LedgerTotals(0, 0, 0));
  }

  @Test
  public void whatAJobHasIndexedAgreesWithTheCountAtEveryMoment() {
    JobLease lease = startJob();
    index(lease, "a", "one");
    index(lease, "b", "two");
    index(lease, "c", "three");
    index(lease, "d", "four");
    assertThat(job(lease).documents().indexed()).isEqualTo(4);

    stage(lease, "a", "edited");
    record(lease, rejected("b", null, ErrorCode.DOCUMENT_UNREADABLE));
    stores.ledger().remove(lease, List.of(document("c").id()));

    assertThat(stores.ledger().count(kb, SOURCE, lease.job()).indexed()).isEqualTo(1);
    assertThat(job(lease).documents().indexed()).isEqualTo(1);
  }

  @Test
  public void livePagesFollowTheNumbersOfTheDocuments() {
    JobLease lease = startJob();
    index(lease, "b", "one");
    index(lease, "a", "two");
    stage(lease, "waiting", "three");
    index(startJob(OTHER), "theirs", "four");

    List<LedgerDocument> first = stores.ledger().livePage(kb, 0, 1);
    List<LedgerDocument> rest = stores.ledger().livePage(kb, first.get(0).id(), 10);

    assertThat(first).extracting(document -> document.key().path()).containsExactly("b");
    assertThat(rest).extracting(document -> document.key().path()).containsExactly("a");
    assertThat(rest.get(0)).isEqualTo(document("a"));
  }

  @Test
  public void stagingIsAllOrNothing() {
    JobLease lease = startJob();
    Generation used = stage(lease, "a", "one");
    Backlog backlog = stores.queue().backlog(kb);

    StagedWork broken =
        new StagedWork(
            List.of(opened(reserve(), "b", "two"), opened(used, "c", "three")),
            List.of(new NewBatch(items(kb, used, "c", "three"))),
            List.of());
    assertRefused(ErrorCode.INTERNAL_ERROR, () -> stores.ledger().stage(lease, SOURCE, broken));

    assertThat(stores.ledger().totals(kb).documents()).isEqualTo(1);
    assertThat(stores.queue().backlog(kb)).isEqualTo(backlog);
    assertThat(job(lease).chunks().queued()).isEqualTo(1);
  }

  private void record(JobLease lease, DocumentVerdict... verdicts) {
    stores.ledger().record(lease, SOURCE, List.of(verdicts));
  }

  /**
   * @param content null if it could not be read
   */
  private static Rejected rejected(String path, @Nullable String content, ErrorCode code) {
    return new Rejected(
        path,
        content == null ? null : "stamp of " + content,
        content == null ? null : hash(content),
        PIPELINE,
        code,
        "because of " + code);
  }
}
