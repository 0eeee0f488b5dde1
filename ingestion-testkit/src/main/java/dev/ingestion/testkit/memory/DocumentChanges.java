package dev.ingestion.testkit.memory;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.DeadLetters.Letter;
import dev.ingestion.ports.out.DeadLetters.Replay;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.StagedWork.Opened;
import dev.ingestion.ports.out.StagedWork.Sealed;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.testkit.memory.Rows.StoredGeneration;
import dev.ingestion.testkit.memory.Rows.StoredLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to the documents and generations of one knowledge base within a transaction.
 *
 * <p>Of a running job, the count of indexed documents is at any time the number of documents whose
 * outcome is INDEXED by that job.
 */
final class DocumentChanges {
  private final Rows rows;
  private final KnowledgeBaseId kb;
  private final Instant now;
  private final LetterChanges letters;

  DocumentChanges(Rows rows, KnowledgeBaseId kb, Instant now) {
    this.rows = rows;
    this.kb = kb;
    this.now = now;
    this.letters = new LetterChanges(rows, now);
  }

  List<DocumentRow> find(Predicate<DocumentRow> which) {
    return rows.documents.values().stream()
        .filter(document -> document.kb.equals(kb))
        .filter(which)
        .toList();
  }

  Optional<DocumentRow> withPending(Generation generation) {
    return find(document -> generation.equals(document.pending)).stream().findFirst();
  }

  void open(JobId job, SourceName source, Opened opened) {
    DocumentRow document = findOrNew(job, source, opened.path());
    retirePending(document);
    letters.forget(document);
    document.pending = opened.generation();
    document.stamp = opened.stamp();
    document.contentHash = opened.contentHash();
    document.fingerprint = opened.fingerprint();
    document.title = opened.title();
    document.mediaType = opened.mediaType();
    decide(document, job, Outcome.PENDING, null, null);
    StoredGeneration made =
        new StoredGeneration(kb, opened.revision(), opened.fingerprint(), false, List.of(), 0, 0);
    if (rows.generations.putIfAbsent(opened.generation(), made) != null) {
      throw new IngestionException(
          ErrorCode.INTERNAL_ERROR, "Generation %s was used before".formatted(opened.generation()));
    }
  }

  /** Does nothing if the generation was superseded. */
  void seal(Sealed sealed) {
    withPending(sealed.generation())
        .ifPresent(
            document -> {
              rows.generations.computeIfPresent(
                  sealed.generation(), (number, row) -> row.sealedWith(sealed.chunkIds()));
              switchIfWhole(document, sealed.generation());
            });
  }

  void acknowledge(DocumentRow document, Generation generation, Set<Integer> ordinals) {
    rows.generations.computeIfPresent(
        generation, (number, row) -> row.acknowledged(ordinals.size()));
    letters.mended(generation, ordinals);
    switchIfWhole(document, generation);
  }

  /**
   * The generation stays pending, and is not whole before its dead letters are replayed.
   *
   * @param failed chunks of the pending generation, at least one
   */
  void fail(DocumentRow document, Generation generation, JobId job, Map<WorkItem, Failure> failed) {
    rows.generations.computeIfPresent(
        generation, (number, row) -> row.withDead(row.dead() + failed.size()));
    failed.forEach((item, failure) -> letters.chunkFailed(document, job, item, failure));
    Failure first = failed.values().iterator().next();
    decide(document, job, Outcome.FAILED, first.code(), first.reason());
  }

  /**
   * Takes up what is marked of one source.
   *
   * @return the chunks of those letters that have one, and how many letters there were
   */
  TakenUp takeUpLetters(JobId job, SourceName source, int limit) {
    List<StoredLetter> marked =
        rows.letters.values().stream()
            .filter(row -> row.kb().equals(kb))
            .filter(row -> row.content().letter().document().source().equals(source))
            .filter(row -> row.content().letter().replay() == Replay.MARKED)
            .limit(limit)
            .toList();
    List<WorkItem> items = new ArrayList<>();
    for (StoredLetter row : marked) {
      letters.replay(row, Replay.TAKEN_UP);
      DocumentRow document = rows.documents.get(row.document());
      WorkItem item = row.content().item();
      if (document != null && item != null) {
        items.add(item);
        revive(document, item.generation(), job);
      } else if (document != null) {
        document.forgetContent();
      }
    }
    return new TakenUp(items, marked.size());
  }

  record TakenUp(List<WorkItem> items, int letters) {}

  private void revive(DocumentRow document, Generation generation, JobId job) {
    StoredGeneration row = rows.generations.get(generation);
    if (row != null) {
      rows.generations.put(generation, row.withDead(row.dead() - 1));
      if (row.dead() == 1) {
        decide(document, job, Outcome.PENDING, null, null);
      }
    }
  }

  void reject(JobId job, SourceName source, Rejected verdict) {
    DocumentRow document = findOrNew(job, source, verdict.path());
    retirePending(document);
    if (verdict.code().isSkip()) {
      retireLive(document);
    }
    document.stamp = verdict.stamp();
    document.contentHash = verdict.contentHash();
    document.fingerprint = verdict.fingerprint();
    Outcome outcome = verdict.code().isSkip() ? Outcome.SKIPPED : Outcome.FAILED;
    decide(document, job, outcome, verdict.code(), verdict.reason());
    if (outcome == Outcome.FAILED) {
      letters.documentFailed(document, job, verdict);
    } else {
      letters.forget(document);
    }
  }

  void remove(DocumentRow document, JobId job) {
    rows.addToDocuments(
        job, document.isIndexedBy(job) ? -1 : 0, document.liveChunks > 0 ? 1 : 0, now);
    retirePending(document);
    retireLive(document);
    letters.forget(document);
    rows.documents.remove(document.id);
  }

  /**
   * Nothing waits for the pending generation any more. It stays if dead letters hold all that is
   * missing of it; otherwise it is retired, and its content is as good as unread.
   */
  void giveUpPending(DocumentRow document) {
    Generation pending = Objects.requireNonNull(document.pending);
    StoredGeneration row = Objects.requireNonNull(rows.generations.get(pending));
    List<Letter> back = letters.putBack(pending);
    int dead = row.dead() + back.size();
    if (!row.sealed() || dead == 0 || row.remaining() != dead) {
      retirePending(document);
      letters.forget(document);
      document.forgetContent();
      return;
    }
    rows.generations.put(pending, row.withDead(dead));
    if (document.outcome == Outcome.PENDING) {
      Letter first = back.get(0);
      decide(document, document.outcomeJob, Outcome.FAILED, first.code(), first.message());
    }
  }

  void decide(
      DocumentRow document,
      JobId job,
      Outcome outcome,
      @Nullable ErrorCode code,
      @Nullable String reason) {
    int before = document.isIndexedBy(job) ? 1 : 0;
    document.outcome = outcome;
    document.outcomeJob = job;
    document.code = code;
    document.reason = reason;
    rows.addToDocuments(job, (outcome == Outcome.INDEXED ? 1 : 0) - before, 0, now);
  }

  private DocumentRow findOrNew(JobId job, SourceName source, String path) {
    DocumentKey key = new DocumentKey(source, path);
    return find(document -> document.key.equals(key)).stream()
        .findFirst()
        .orElseGet(
            () -> {
              DocumentRow made = new DocumentRow(rows.number(), kb, key, job);
              rows.documents.put(made.id, made);
              return made;
            });
  }

  private void switchIfWhole(DocumentRow document, Generation generation) {
    StoredGeneration row = rows.generations.get(generation);
    if (row == null || !row.isWhole()) {
      return;
    }
    int chunks = row.chunkIds().size();
    Generation retired = dropLive(document);
    if (chunks > 0 || retired != null) {
      rows.tell(kb, chunks > 0 ? generation : null, chunks, retired);
    }
    document.live = generation;
    document.liveRevision = row.revision();
    document.liveChunks = chunks;
    document.pending = null;
    decide(document, document.outcomeJob, Outcome.INDEXED, null, null);
  }

  private void retirePending(DocumentRow document) {
    if (document.pending != null) {
      rows.generations.remove(document.pending);
      rows.tell(kb, null, 0, document.pending);
      document.pending = null;
    }
  }

  private void retireLive(DocumentRow document) {
    Generation retired = dropLive(document);
    if (retired != null) {
      rows.tell(kb, null, 0, retired);
    }
    document.live = null;
    document.liveRevision = null;
    document.liveChunks = 0;
  }

  /**
   * @return the generation that was live; null if the index has nothing of it
   */
  private @Nullable Generation dropLive(DocumentRow document) {
    if (document.live == null) {
      return null;
    }
    rows.generations.remove(document.live);
    return document.liveChunks > 0 ? document.live : null;
  }
}
