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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One comparison of ledger and index. Chunks of live generations are compared document by document;
 * what stands in the index under any other generation is an orphan. Used by one thread.
 */
final class Verification {
  private static final int MOST_DETAILS = 1_000;
  private static final int GENERATIONS_A_QUESTION = 1_000;

  private final DocumentLedger ledger;
  private final KnowledgeBaseId kb;
  private final Map<Kind, Long> counts = new HashMap<>();
  private final List<Finding> details = new ArrayList<>();
  private final List<IndexedChunk> unplaced = new ArrayList<>();
  private long documents;
  private long chunks;

  Verification(DocumentLedger ledger, KnowledgeBaseId kb) {
    this.ledger = ledger;
    this.kb = kb;
  }

  /** Compares the chunks of one live document. */
  void check(LedgerDocument document, IndexSnapshot disk) {
    Generation live = DefaultVerificationService.live(document);
    Set<String> expected = expected(live);
    Optional<PipelineFingerprint> fingerprint = ledger.fingerprint(live);
    Set<String> met = new HashSet<>();
    for (IndexedChunk chunk : disk.ofGeneration(live.number())) {
      if (!expected.contains(chunk.chunkId()) || !met.add(chunk.chunkId())) {
        orphan(chunk);
      } else if (fingerprint.isEmpty()
          || !isOf(document, chunk, expected.size(), fingerprint.get())) {
        find(Kind.STALE, document, chunk.chunkId());
      }
    }
    expected.stream()
        .filter(id -> !met.contains(id))
        .forEach(id -> find(Kind.MISSING, document, id));
  }

  /** Counts every chunk of a live document as missing. */
  void missAll(LedgerDocument document) {
    expected(DefaultVerificationService.live(document))
        .forEach(id -> find(Kind.MISSING, document, id));
  }

  /** Looks whether an entry of the index has any business there. */
  void visit(IndexedChunk chunk) {
    if (chunk.generation() < 1) {
      orphan(chunk);
      return;
    }
    unplaced.add(chunk);
    if (unplaced.size() == GENERATIONS_A_QUESTION) {
      place();
    }
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
    Set<Generation> met = new HashSet<>();
    unplaced.forEach(chunk -> met.add(new Generation(chunk.generation())));
    Set<Generation> live = ledger.live(kb, met);
    Set<Generation> pending = ledger.pending(kb, met);
    for (IndexedChunk chunk : unplaced) {
      Set<Generation> at = chunk.staged() ? pending : live;
      if (!at.contains(new Generation(chunk.generation()))) {
        orphan(chunk);
      }
    }
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
