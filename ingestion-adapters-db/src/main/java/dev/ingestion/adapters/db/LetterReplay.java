package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DEAD_LETTER;
import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;

import dev.ingestion.adapters.db.jooq.tables.records.DeadLetterRecord;
import dev.ingestion.adapters.db.jooq.tables.records.DocumentRecord;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DeadLetters.Replay;
import dev.ingestion.ports.out.WorkItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives a job the work of letters that are marked, within one transaction. */
final class LetterReplay {
  /** Letters are poison more often than other chunks are: few are tried together. */
  private static final int CHUNKS_A_BATCH = 16;

  private final LedgerTransaction ledger;
  private final DocumentChanges documents;
  private final JobId job;
  private final Instant now;
  private final List<WorkItem> items = new ArrayList<>();

  /**
   * @param now by the wall clock
   */
  LetterReplay(LedgerTransaction ledger, DocumentChanges documents, JobId job, Instant now) {
    this.ledger = ledger;
    this.documents = documents;
    this.job = job;
    this.now = now;
  }

  int takeUp(SourceName source, int limit) {
    List<DeadLetterRecord> letters =
        ledger
            .tx()
            .selectFrom(DEAD_LETTER)
            .where(DEAD_LETTER.KB_ID.eq(ledger.kb().value()))
            .and(DEAD_LETTER.SOURCE.eq(source.value()))
            .and(DEAD_LETTER.REPLAY.eq(Replay.MARKED.name()))
            .orderBy(DEAD_LETTER.KB_ID, DEAD_LETTER.LETTER_ID)
            .limit(limit)
            .fetch();
    Map<Long, List<DeadLetterRecord>> byDocument =
        letters.stream()
            .collect(
                Collectors.groupingBy(
                    DeadLetterRecord::getDocId, TreeMap::new, Collectors.toList()));
    for (DocumentRecord document : documents.find(DOCUMENT.DOC_ID.in(byDocument.keySet()))) {
      takeUp(document, byDocument.getOrDefault(document.getDocId(), List.of()));
    }
    enqueue();
    return letters.size();
  }

  private void takeUp(DocumentRecord document, List<DeadLetterRecord> letters) {
    int chunks = 0;
    for (DeadLetterRecord letter : letters) {
      WorkItem item = DeadLetterRows.item(letter);
      if (item != null) {
        items.add(item);
        chunks++;
      }
      letter.setReplay(Replay.TAKEN_UP.name());
      letter.update();
    }
    if (chunks > 0) {
      documents.revive(document, job, chunks);
    }
    if (chunks < letters.size()) {
      documents.forgetContent(document);
    }
    if (items.size() >= CHUNKS_A_BATCH) {
      enqueue();
    }
  }

  private void enqueue() {
    List<EncodedBatch> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += CHUNKS_A_BATCH) {
      int to = Math.min(items.size(), from + CHUNKS_A_BATCH);
      batches.add(EncodedBatch.of(items.subList(from, to)));
    }
    ledger.enqueue(job, batches, now);
    items.clear();
  }
}
