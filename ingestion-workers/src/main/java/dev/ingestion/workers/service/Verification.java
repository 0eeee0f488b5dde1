package dev.ingestion.workers.service;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.ports.in.VerificationService.Finding;
import dev.ingestion.ports.in.VerificationService.Kind;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.LedgerDocument;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One comparison of ledger and index. Chunks of live generations are compared document by document;
 * what stands in the index under any other generation is an orphan. Used by one thread.
 */
final class Verification {
  private static final int PAGE = 500;
  private static final int MOST_DETAILS = 1_000;
  private static final int GENERATIONS_A_QUESTION = 1_000;

  private final DocumentLedger ledger;
  private final KnowledgeBaseId kb;
  private final Map<Kind, Long> counts = new HashMap<>();
  private final List<Finding> details = new ArrayList<>();
  private final List<IndexedChunk> unplaced = new ArrayList<>();
  private long strays;
  private long documents;
  private long chunks;

  Verification(DocumentLedger ledger, KnowledgeBaseId kb) {
    this.ledger = ledger;
    this.kb = kb;
  }

  /** Walks the live documents, page by page. */
  void forEachLive(Consumer<LedgerDocument> consumer) {
    List<LedgerDocument> page = ledger.livePage(kb, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(consumer);
      page = ledger.livePage(kb, page.get(page.size() - 1).id(), PAGE);
    }
  }

  /**
   * What is wrong with one live document.
   *
   * @param wanted ids of chunks that are to be put in place: missing, stale, or there twice
   * @param unwanted what is to go, with all that stands under a wanted id
   */
  record Differences(Set<String> wanted, List<IndexedChunk> unwanted) {
    boolean isEmpty() {
      return wanted.isEmpty() && unwanted.isEmpty();
    }

    /** What no chunk that is put in place replaces. */
    List<IndexedChunk> intruders() {
      return unwanted.stream().filter(chunk -> !wanted.contains(chunk.chunkId())).toList();
    }

    /** How many of the unwanted are one too many. */
    long surplus() {
      long replaced =
          unwanted.stream().map(IndexedChunk::chunkId).filter(wanted::contains).distinct().count();
      return unwanted.size() - replaced;
    }
  }

  /** Compares the chunks of one live document. */
  Differences check(LedgerDocument document, IndexSnapshot disk) {
    Generation live = DefaultVerificationService.live(document);
    Set<String> expected = expected(live);
    Optional<PipelineFingerprint> fingerprint = ledger.fingerprint(live);
    List<IndexedChunk> found = disk.ofGeneration(live.number());
    Set<String> met = new HashSet<>();
    Set<String> wanted = new LinkedHashSet<>();
    for (IndexedChunk chunk : found) {
      String id = chunk.chunkId();
      if (!expected.contains(id)) {
        orphan(chunk);
      } else if (!met.add(id)) {
        orphan(chunk);
        wanted.add(id);
      } else if (!chunk.searchable()
          || fingerprint.isEmpty()
          || !isOf(document, chunk, expected.size(), fingerprint.get())) {
        find(Kind.STALE, document, id);
        wanted.add(id);
      }
    }
    for (String id : expected) {
      if (!met.contains(id)) {
        find(Kind.MISSING, document, id);
        wanted.add(id);
      }
    }
    List<IndexedChunk> unwanted =
        found.stream()
            .filter(
                chunk -> !expected.contains(chunk.chunkId()) || wanted.contains(chunk.chunkId()))
            .toList();
    return new Differences(wanted, unwanted);
  }

  /** Counts every chunk of a live document as missing. */
  void missAll(LedgerDocument document) {
    expected(DefaultVerificationService.live(document))
        .forEach(id -> find(Kind.MISSING, document, id));
  }

  /** Looks whether an entry of the index has any business there. */
  void visit(IndexedChunk chunk) {
    unplaced.add(chunk);
    if (unplaced.size() == GENERATIONS_A_QUESTION) {
      place();
    }
  }

  /**
   * Finds entries whose generation is neither live nor, if they are staged, pending. Counts
   * nothing.
   *
   * @return their places in the list
   */
  BitSet strays(List<IndexedChunk> entries) {
    Set<Generation> met = new HashSet<>();
    for (IndexedChunk entry : entries) {
      if (entry.generation() >= 1) {
        met.add(new Generation(entry.generation()));
      }
    }
    Set<Generation> live = ledger.live(kb, met);
    Set<Generation> pending = ledger.pending(kb, met);
    BitSet strays = new BitSet();
    for (int place = 0; place < entries.size(); place++) {
      IndexedChunk entry = entries.get(place);
      Set<Generation> at = entry.staged() ? pending : live;
      strays.set(place, entry.generation() < 1 || !at.contains(new Generation(entry.generation())));
    }
    return strays;
  }

  /** How many entries were in no live document. */
  long strays() {
    return strays;
  }

  /** After the last entry was visited. */
  Report report() {
    place();
    return report("");
  }

  Report report(String condition) {
    return new Report(
        documents,
        chunks,
        count(Kind.MISSING),
        count(Kind.ORPHANED),
        count(Kind.STALE),
        List.copyOf(details),
        condition);
  }

  private Set<String> expected(Generation live) {
    Set<String> expected = new LinkedHashSet<>();
    ledger.chunkIds(live).forEach(id -> expected.add(id.hex()));
    documents++;
    chunks += expected.size();
    return expected;
  }

  private void place() {
    BitSet found = strays(unplaced);
    strays += found.cardinality();
    found.stream().forEach(place -> orphan(unplaced.get(place)));
    unplaced.clear();
  }

  /**
   * Whether the chunk's id is that of its text. Which occurrence of the text it is does not show
   * when others are missing, so each is tried.
   */
  private boolean isOf(
      LedgerDocument document, IndexedChunk chunk, int most, PipelineFingerprint fingerprint) {
    for (int occurrence = 0; occurrence < most; occurrence++) {
      ChunkId id = ChunkId.of(kb, document.key(), chunk.text(), occurrence, fingerprint);
      if (id.hex().equals(chunk.chunkId())) {
        return true;
      }
    }
    return false;
  }

  private void orphan(IndexedChunk chunk) {
    find(new Finding(Kind.ORPHANED, chunk.source(), chunk.document(), chunk.chunkId()));
  }

  private void find(Kind kind, LedgerDocument document, String chunkId) {
    find(new Finding(kind, document.key().source().value(), document.key().path(), chunkId));
  }

  private void find(Finding finding) {
    if (counts.merge(finding.kind(), 1L, Long::sum) <= MOST_DETAILS) {
      details.add(finding);
    }
  }

  private long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
