package dev.ingestion.workers.simulation;

import static dev.ingestion.workers.simulation.Violation.unless;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.testkit.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What database and index hold of a knowledge base, read past everything that stands between. */
final class StoredState {
  private final KnowledgeBaseId kb;
  private final Stores stores;
  private final ChunkIndex index;
  private final Books books;

  /**
   * @param books what was enqueued by all processes so far
   */
  StoredState(KnowledgeBaseId kb, Stores stores, ChunkIndex index, Books books) {
    this.kb = kb;
    this.stores = stores;
    this.index = index;
    this.books = books;
  }

  /** What is known of generations, also of those that are gone. */
  static final class Books {
    private final Map<Long, Version> versions = new HashMap<>();
    private final Set<Long> everLive = new HashSet<>();
  }

  private static final class Version {
    final String path;
    final String hash;
    Set<String> chunkIds = Set.of();

    Version(String path, String hash) {
      this.path = path;
      this.hash = hash;
    }
  }

  JobRepository jobs() {
    return stores.jobs();
  }

  /** Whether the knowledge base has been made. */
  boolean isKnown() {
    return ref().isPresent();
  }

  /** Whether a job is to run, also if no thread works on it. */
  boolean hasJobToRun() {
    return jobs()
        .active(kb)
        .filter(job -> job.status() == JobStatus.PENDING || job.status() == JobStatus.RUNNING)
        .isPresent();
  }

  void staged(StagedWork work) {
    for (var opened : work.opened()) {
      books.versions.put(
          opened.generation().number(), new Version(opened.path(), opened.contentHash()));
    }
    for (var sealed : work.sealed()) {
      books.versions.get(sealed.generation().number()).chunkIds =
          sealed.chunkIds().stream().map(ChunkId::hex).collect(Collectors.toSet());
    }
  }

  void noteLive() {
    liveGenerations().forEach(generation -> books.everLive.add(generation.number()));
  }

  boolean isLive(Generation generation) {
    return !stores.ledger().live(kb, List.of(generation)).isEmpty();
  }

  /** Whether a generation is live, or may still go live. */
  boolean isWanted(Generation generation) {
    return isLive(generation) || !stores.ledger().pending(kb, List.of(generation)).isEmpty();
  }

  boolean isDurable(WorkItem item) {
    return committed().stream()
        .anyMatch(
            chunk ->
                chunk.generation() == item.generation().number()
                    && chunk.chunkId().equals(item.id().hex()));
  }

  boolean isShownDurably(Generation generation) {
    return committed().stream()
        .anyMatch(chunk -> !chunk.staged() && chunk.generation() == generation.number());
  }

  /**
   * What search finds now: the content of each document.
   *
   * @throws Violation unless each document is there in one whole version or not at all
   */
  Map<String, String> found() {
    IndexRef ref = ref().orElse(null);
    if (ref == null) {
      return Map.of();
    }
    Map<Long, List<IndexedChunk>> visible =
        visible(entries(ref)).collect(Collectors.groupingBy(IndexedChunk::generation));
    Map<String, String> found = new TreeMap<>();
    visible.forEach(
        (generation, chunks) -> {
          Version version = books.versions.get(generation);
          unless(
              books.everLive.contains(generation),
              "P4: generation %d of %s is found and was never live",
              generation,
              version.path);
          Set<String> ids = chunks.stream().map(IndexedChunk::chunkId).collect(Collectors.toSet());
          unless(
              ids.size() == chunks.size() && ids.equals(version.chunkIds),
              "P2: generation %d of %s is found with %d of %d chunks",
              generation,
              version.path,
              chunks.size(),
              version.chunkIds.size());
          String other = found.put(version.path, version.hash);
          unless(other == null, "P4: %s is found in two versions", version.path);
        });
    return found;
  }

  /** What a completed job promises: ledger, index, queue and counts agree. */
  void requireAgreement(Job job) {
    IndexRef ref = ref().orElseThrow();
    unless(
        stores.queue().backlog(kb).batches() == 0,
        "P3: completed with %s waiting",
        stores.queue().backlog(kb));
    Set<Generation> live =
        liveDocuments().stream()
            .filter(document -> document.liveChunks() > 0)
            .map(LedgerDocument::live)
            .collect(Collectors.toSet());
    requireShown("search finds", live, entries(ref));
    requireShown("the last commit shows", live, committed());
    unless(
        stores.ledger().switches(kb, 10).isEmpty(),
        "P3: completed with switches that the index was not told");
    LedgerCounts counts = stores.ledger().count(kb, SourceName.DEFAULT, job.id());
    var documents = job.documents();
    unless(
        counts.equals(
            new LedgerCounts(
                documents.indexed(),
                documents.unchanged(),
                documents.skipped(),
                documents.failed(),
                0)),
        "P3: the job says %s and the ledger %s",
        documents,
        counts);
  }

  /** Nothing lies in the index that no switch will ever promote. */
  void requireSwept() {
    Set<Generation> staged = index.staged(ref().orElseThrow());
    unless(
        stores.ledger().pending(kb, staged).equals(staged),
        "P3: completed with staged entries of %s, which are not all pending",
        staged);
  }

  private static void requireShown(String where, Set<Generation> live, List<IndexedChunk> all) {
    Set<Generation> shown =
        visible(all).map(chunk -> new Generation(chunk.generation())).collect(Collectors.toSet());
    unless(shown.equals(live), "P3: %s %s, and %s are live", where, shown, live);
  }

  private Set<Generation> liveGenerations() {
    return liveDocuments().stream().map(LedgerDocument::live).collect(Collectors.toSet());
  }

  private List<LedgerDocument> liveDocuments() {
    return stores.ledger().livePage(kb, 0, 1_000);
  }

  Optional<IndexRef> ref() {
    return stores.knowledgeBases().find(kb).map(KnowledgeBase::building);
  }

  /** Everything that the index holds, as far as it is open. */
  private List<IndexedChunk> entries(IndexRef ref) {
    try (IndexSnapshot snapshot = index.snapshot(ref)) {
      return all(snapshot);
    } catch (IngestionException notOpen) {
      return committed();
    }
  }

  private List<IndexedChunk> committed() {
    IndexRef ref = ref().orElseThrow();
    try (IndexSnapshot snapshot = index.inspect(ref)) {
      return all(snapshot);
    } catch (IngestionException missing) {
      return List.of();
    }
  }

  private static Stream<IndexedChunk> visible(List<IndexedChunk> all) {
    return all.stream().filter(chunk -> !chunk.staged());
  }

  private static List<IndexedChunk> all(IndexSnapshot snapshot) {
    List<IndexedChunk> all = new ArrayList<>();
    snapshot.forEach(all::add);
    return all;
  }
}
