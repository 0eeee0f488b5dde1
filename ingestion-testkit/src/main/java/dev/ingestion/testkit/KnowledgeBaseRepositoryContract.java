package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.DocumentLedger.LedgerTotals;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StoredSettings;
import dev.ingestion.ports.out.WorkQueue.Backlog;
import dev.ingestion.ports.out.WorkQueue.Claim;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link KnowledgeBaseRepository} does. */
public abstract class KnowledgeBaseRepositoryContract extends StoresContract {
  private static final EmbeddingSpace ANOTHER_SPACE = new EmbeddingSpace("another-model@2", 16);
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");

  @Test
  public void aKnowledgeBaseIsMadeOnceAndKept() throws Exception {
    KnowledgeBase made = stores.knowledgeBases().findOrCreate(kb, SPACE);
    assertThat(made.building()).isEqualTo(made.serving());
    assertThat(made.building().kb()).isEqualTo(kb);
    assertThat(made.building().indexId()).matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    assertThat(made.space()).isEqualTo(SPACE);
    assertThat(made.indexCheckpoint()).isZero();
    assertThat(made.deleting()).isFalse();
    assertThat(made.createdAt()).isEqualTo(clock.instant());

    reopen();

    assertThat(stores.knowledgeBases().findOrCreate(kb, ANOTHER_SPACE)).isEqualTo(made);
    assertThat(stores.knowledgeBases().find(kb)).contains(made);
    assertThat(stores.knowledgeBases().find(OTHER)).isEmpty();
  }

  @Test
  public void knowledgeBasesShareTheDatabasesIdentityAndNoIndex() {
    KnowledgeBase first = stores.knowledgeBases().findOrCreate(kb, SPACE);
    KnowledgeBase second = stores.knowledgeBases().findOrCreate(OTHER, SPACE);

    assertThat(second.building().databaseId()).isEqualTo(first.building().databaseId());
    assertThat(second.building().indexId()).isNotEqualTo(first.building().indexId());
  }

  @Test
  public void knowledgeBasesAreListedInTheOrderOfTheirIds() {
    for (String id : List.of("b", "C", "a")) {
      stores.knowledgeBases().findOrCreate(new KnowledgeBaseId(id), SPACE);
    }

    assertThat(stores.knowledgeBases().list())
        .extracting(found -> found.id().value())
        .containsExactly("C", "a", "b");
  }

  @Test
  public void aSourceIsKeptWithAllItsSettings() throws Exception {
    SourceSettings source =
        new SourceSettings(
            new SourceName("wiki"),
            "folder",
            "/docs",
            List.of("**/*.md", "a,b;'c'\n\"d\""),
            List.of(),
            true);
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    stores.knowledgeBases().saveSource(kb, source);
    stores.knowledgeBases().saveSource(kb, source);
    stores.knowledgeBases().saveSource(kb, settings("attic", "/old"));
    reopen();

    assertThat(stores.knowledgeBases().findSource(kb, source.name())).contains(source);
    assertThat(stores.knowledgeBases().findSource(OTHER, source.name())).isEmpty();
    assertThat(stores.knowledgeBases().sources(kb))
        .containsExactly(settings("attic", "/old"), source);
  }

  @Test
  public void aSourceWithOtherSettingsIsAConflictThatNamesTheDifference() {
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    stores.knowledgeBases().saveSource(kb, settings("wiki", "/docs"));

    SourceSettings moved = settings("wiki", "/elsewhere");

    assertRefused(ErrorCode.SOURCE_CONFLICT, () -> stores.knowledgeBases().saveSource(kb, moved));
    assertThatThrownBy(() -> stores.knowledgeBases().saveSource(kb, moved))
        .hasMessageContaining("root")
        .hasMessageContaining("/docs")
        .hasMessageContaining("/elsewhere");
    assertThat(stores.knowledgeBases().sources(kb)).containsExactly(settings("wiki", "/docs"));
  }

  @Test
  public void settingsAreKeptByCompareAndSet() throws Exception {
    KnowledgeBaseSettings first = settingsOf("/docs", 5);
    KnowledgeBaseSettings second = settingsOf("/docs\nwith 'odd' names", 9);
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    assertThat(stores.knowledgeBases().findSettings(kb)).isEmpty();

    assertThat(stores.knowledgeBases().saveSettings(kb, first, 0))
        .isEqualTo(new StoredSettings(first, 1));
    assertRefused(
        ErrorCode.CHANGED_MEANWHILE, () -> stores.knowledgeBases().saveSettings(kb, second, 0));
    assertThat(stores.knowledgeBases().saveSettings(kb, second, 1).version()).isEqualTo(2);
    assertRefused(
        ErrorCode.CHANGED_MEANWHILE, () -> stores.knowledgeBases().saveSettings(kb, first, 1));
    reopen();

    assertThat(stores.knowledgeBases().findSettings(kb)).contains(new StoredSettings(second, 2));
  }

  @Test
  public void settingsGoWithTheirKnowledgeBase() {
    stores.knowledgeBases().findOrCreate(kb, SPACE);
    stores.knowledgeBases().saveSettings(kb, settingsOf("/docs", 5), 0);

    stores.knowledgeBases().finishDelete(kb);

    assertThat(stores.knowledgeBases().findSettings(kb)).isEmpty();
    assertRefused(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE,
        () -> stores.knowledgeBases().saveSettings(kb, settingsOf("/docs", 5), 0));
  }

  private static KnowledgeBaseSettings settingsOf(String root, int priority) {
    return new KnowledgeBaseSettings(
        new SourceName("wiki"),
        KnowledgeBaseSettings.Kind.FOLDER,
        root,
        List.of("**/*.md", "a,b"),
        List.of("drafts/**"),
        true,
        new JobPriority(priority));
  }

  @Test
  public void aRebuildForgetsContentsAndKeepsDocuments() {
    JobLease lease = startJob();
    KnowledgeBase before = stores.knowledgeBases().find(kb).orElseThrow();
    Generation live = index(lease, "live", "one two");
    Generation waiting = stage(lease, "waiting", "three");
    JobLease bystander = startJob(OTHER);
    index(bystander, "theirs", "four");

    KnowledgeBase rebuilt = stores.knowledgeBases().beginRebuild(kb, ANOTHER_SPACE, false);

    assertThat(rebuilt.building().indexId()).isNotEqualTo(before.building().indexId());
    assertThat(rebuilt.building().databaseId()).isEqualTo(before.building().databaseId());
    assertThat(rebuilt.space()).isEqualTo(ANOTHER_SPACE);
    assertThat(rebuilt.serving()).isEqualTo(rebuilt.building());
    assertThat(rebuilt.indexCheckpoint()).isZero();
    assertThat(stores.knowledgeBases().find(kb)).contains(rebuilt);
    for (String path : List.of("live", "waiting")) {
      LedgerDocument document = document(path);
      assertThat(document.live()).isNull();
      assertThat(document.liveRevision()).isNull();
      assertThat(document.liveChunks()).isZero();
      assertThat(document.pending()).isNull();
      assertThat(document.stamp()).isNull();
      assertThat(document.contentHash()).isNull();
      assertThat(document.fingerprint()).isNull();
      assertThat(document.outcome()).isEqualTo(Outcome.PENDING);
    }
    assertThat(stores.ledger().chunkIds(live)).isEmpty();
    assertThat(stores.ledger().chunkIds(waiting)).isEmpty();
    assertThat(stores.ledger().switches(kb, 10)).isEmpty();
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
    assertThat(job(lease).documents().indexed()).isZero();
    assertThat(job(lease).chunks()).isEqualTo(new ChunkCounts(2, 2, 2, 0));
    assertThat(stores.ledger().totals(OTHER)).isEqualTo(new LedgerTotals(1, 1, 1));
    assertThat(stores.ledger().switches(OTHER, 10)).hasSize(1);
  }

  @Test
  public void aClaimFromBeforeARebuildIsRefusedAndDoesNotTouchTheCheckpoint() {
    JobLease lease = startJob();
    stage(lease, "a", "one");
    Claim claim = claim(kb);
    stores.knowledgeBases().beginRebuild(kb, SPACE, false);

    assertThat(stores.checkpoints().acknowledge(kb, 17, List.of(result(claim))))
        .isEqualTo(Set.of(claim.token()));

    assertThat(stores.knowledgeBases().find(kb).orElseThrow().indexCheckpoint()).isZero();
  }

  @Test
  public void theOldIndexServesUntilTheRebuildIsFinished() {
    KnowledgeBase before = stores.knowledgeBases().findOrCreate(kb, SPACE);

    KnowledgeBase during = stores.knowledgeBases().beginRebuild(kb, ANOTHER_SPACE, true);
    assertThat(during.serving()).isEqualTo(before.building());
    assertThat(during.building()).isNotEqualTo(before.building());

    stores.knowledgeBases().finishRebuild(kb);
    stores.knowledgeBases().finishRebuild(kb);
    KnowledgeBase after = stores.knowledgeBases().find(kb).orElseThrow();
    assertThat(after.serving()).isEqualTo(during.building());
    assertThat(after.building()).isEqualTo(during.building());
  }

  @Test
  public void aKnowledgeBaseThatIsBeingDeletedIsNotUsed() throws Exception {
    startJob();
    stores.knowledgeBases().beginDelete(kb);
    stores.knowledgeBases().beginDelete(kb);
    reopen();

    assertThat(stores.knowledgeBases().find(kb).orElseThrow().deleting()).isTrue();
    assertRefused(
        ErrorCode.CONCURRENT_CHANGE, () -> stores.knowledgeBases().findOrCreate(kb, SPACE));
  }

  @Test
  public void aDeletedKnowledgeBaseLeavesNothing() {
    JobLease lease = startJob();
    String indexId = stores.knowledgeBases().find(kb).orElseThrow().building().indexId();
    Generation live = index(lease, "live", "one two");
    stage(lease, "waiting", "three");
    stores.knowledgeBases().saveSource(kb, settings("wiki", "/docs"));
    JobLease bystander = startJob(OTHER);
    index(bystander, "theirs", "four");
    stores.knowledgeBases().beginDelete(kb);

    stores.knowledgeBases().finishDelete(kb);
    stores.knowledgeBases().finishDelete(kb);

    assertThat(stores.knowledgeBases().list()).extracting(KnowledgeBase::id).containsExactly(OTHER);
    assertThat(stores.knowledgeBases().sources(kb)).isEmpty();
    assertThat(stores.jobs().history(kb, 10)).isEmpty();
    assertThat(stores.ledger().totals(kb)).isEqualTo(new LedgerTotals(0, 0, 0));
    assertThat(stores.ledger().chunkIds(live)).isEmpty();
    assertThat(stores.ledger().switches(kb, 10)).isEmpty();
    assertThat(stores.queue().backlog(kb)).isEqualTo(new Backlog(0, 0, 0));
    assertThat(stores.ledger().totals(OTHER)).isEqualTo(new LedgerTotals(1, 1, 1));
    assertRefused(ErrorCode.LEASE_LOST, () -> stage(lease, "late", "five"));
    assertThat(stores.knowledgeBases().findOrCreate(kb, SPACE).building().indexId())
        .isNotEqualTo(indexId);
  }

  private static SourceSettings settings(String name, String root) {
    return new SourceSettings(
        new SourceName(name), "folder", root, List.of(), List.of("*.tmp"), false);
  }
}
