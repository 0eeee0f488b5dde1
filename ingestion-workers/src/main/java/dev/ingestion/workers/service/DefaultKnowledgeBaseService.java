package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentLedger.LedgerTotals;
import dev.ingestion.ports.out.DocumentLedger.Selection;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import dev.ingestion.workers.runtime.RunningJobs;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists and deletes knowledge bases. */
final class DefaultKnowledgeBaseService implements KnowledgeBaseService {
  private final Stores stores;
  private final KnownBases known;
  private final PersistenceStore snapshots;
  private final JobDispatcher dispatcher;
  private final KnowledgeBaseIndexes indexes;
  private final JobStates shown;
  private final DataRoot root;
  private final UploadStore uploads;

  @Inject
  DefaultKnowledgeBaseService(
      Stores stores,
      KnownBases known,
      PersistenceStore snapshots,
      JobDispatcher dispatcher,
      KnowledgeBaseIndexes indexes,
      JobStates shown,
      DataRoot root,
      UploadStore uploads) {
    this.stores = stores;
    this.known = known;
    this.snapshots = snapshots;
    this.dispatcher = dispatcher;
    this.indexes = indexes;
    this.shown = shown;
    this.root = root;
    this.uploads = uploads;
  }

  @Override
  public List<Summary> list() {
    return stores.knowledgeBases().list().stream()
        .filter(kb -> !kb.deleting())
        .map(this::summarize)
        .toList();
  }

  @Override
  public List<Summary> page(
      Set<KnowledgeBaseId> among, @Nullable KnowledgeBaseId after, int limit) {
    List<KnowledgeBase> page =
        among.isEmpty() ? stores.knowledgeBases().page(after, limit) : some(among, after, limit);
    return page.stream().map(this::summarize).toList();
  }

  private List<KnowledgeBase> some(
      Set<KnowledgeBaseId> among, @Nullable KnowledgeBaseId after, int limit) {
    return among.stream()
        .filter(kb -> after == null || kb.value().compareTo(after.value()) > 0)
        .sorted(Comparator.comparing(KnowledgeBaseId::value))
        .flatMap(kb -> stores.knowledgeBases().find(kb).stream())
        .filter(kb -> !kb.deleting())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Source> sources(KnowledgeBaseId kb) {
    return sourcesOf(known.require(kb));
  }

  @Override
  public boolean hasManySources(KnowledgeBaseId kb) {
    return sources(kb).size() > 1;
  }

  private List<Source> sourcesOf(KnowledgeBase kb) {
    return stores.knowledgeBases().sources(kb.id()).stream()
        .map(source -> new Source(source.name(), source.root()))
        .toList();
  }

  @Override
  public Summary summary(KnowledgeBaseId kb) {
    return summarize(known.require(kb));
  }

  private Summary summarize(KnowledgeBase kb) {
    LedgerTotals totals = stores.ledger().totals(kb.id());
    IngestionState state = stores.jobs().latest(kb.id()).map(shown::of).orElse(null);
    return new Summary(
        kb.id(),
        sourcesOf(kb),
        totals.searchable(),
        totals.chunks(),
        root.knowledgeBase(kb.id()),
        state);
  }

  @Override
  public List<DocumentProblem> problems(KnowledgeBaseId kb, SourceName source, int limit) {
    known.require(kb);
    return stores.ledger().select(kb, source, Selection.PROBLEMS, null, limit).stream()
        .map(DefaultKnowledgeBaseService::problem)
        .toList();
  }

  private static DocumentProblem problem(LedgerDocument document) {
    return new DocumentProblem(
        document.key(),
        Objects.requireNonNullElse(document.code(), ErrorCode.INTERNAL_ERROR),
        Objects.requireNonNullElse(document.reason(), "no reason was kept"));
  }

  @Override
  public void delete(KnowledgeBaseId kb) {
    if (stores.knowledgeBases().find(kb).isEmpty()) {
      known.require(kb);
    }
    RunningJobs.Hold hold = dispatcher.hold(kb, "deleted");
    try {
      stores.knowledgeBases().beginDelete(kb);
      indexes.delete(known.pipeline(kb).index(), kb);
      uploads.removeAll(kb);
      snapshots.delete(kb);
      stores.knowledgeBases().finishDelete(kb);
    } finally {
      hold.close();
    }
  }
}
