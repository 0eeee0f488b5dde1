package dev.ingestion.workers.service;

import dev.ingestion.domain.Generation;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.workers.pipeline.ChunkEmbedder.Embedded;
import dev.ingestion.workers.service.LiveContent.Reading;
import dev.ingestion.workers.service.Verification.Differences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts back what the index has lost of live documents, by reading them again. What is to be done is
 * collected over documents, since each step that a reader sees has its price. What cannot be put
 * back is told, and its document's id is handed on. Used by one thread.
 */
final class DocumentMender {
  /** Chunks that are embedded and shown together. */
  private static final int CHUNKS_A_STEP = 256;

  /** Entries that are taken away together. */
  private static final int TAKEN_A_STEP = 1_000;

  private static final int LOST_A_STEP = 500;

  private final LiveContent content;
  private final Function<List<WorkItem>, Embedded> embedder;
  private final Consumer<List<IndexMend>> index;
  private final Consumer<List<Long>> forget;
  private final RepairTally tally;

  private final Map<Generation, LedgerDocument> documents = new LinkedHashMap<>();
  private final Map<Generation, List<IndexedChunk>> taken = new HashMap<>();
  private final List<WorkItem> items = new ArrayList<>();
  private final List<Long> lost = new ArrayList<>();
  private long givenUp;
  private int takenCount;
  private long surplus;

  /**
   * @param index makes mends visible and durable
   * @param forget has the ledger forget the content of documents
   */
  DocumentMender(
      LiveContent content,
      Function<List<WorkItem>, Embedded> embedder,
      Consumer<List<IndexMend>> index,
      Consumer<List<Long>> forget,
      RepairTally tally) {
    this.content = content;
    this.embedder = embedder;
    this.index = index;
    this.forget = forget;
    this.tally = tally;
  }

  /** Mends a document, at the latest with the next {@link #finish}. */
  void mend(LedgerDocument document, Differences differences) {
    if (differences.isEmpty()) {
      return;
    }
    Reading reading =
        differences.wanted().isEmpty()
            ? new Reading.Chunks(List.of())
            : content.read(document, differences.wanted());
    if (reading instanceof Reading.Lost loss) {
      giveUp(document, loss.reason());
      List<IndexedChunk> intruders = differences.intruders();
      take(document, intruders, intruders.size());
    } else if (reading instanceof Reading.Chunks chunks) {
      take(document, differences.unwanted(), differences.surplus());
      chunks.items().forEach(item -> put(document, item));
    }
    if (takenCount >= TAKEN_A_STEP || lost.size() >= LOST_A_STEP) {
      finish();
    }
  }

  /** Does what was collected; it is visible and durable when this returns. */
  void finish() {
    Embedded embedded = embedder.apply(List.copyOf(items));
    Map<Generation, List<IndexEntry>> entries = new HashMap<>();
    for (IndexEntry entry : embedded.entries()) {
      entries.computeIfAbsent(entry.item().generation(), g -> new ArrayList<>()).add(entry);
    }
    List<IndexMend> mends = new ArrayList<>();
    for (Generation generation : documents.keySet()) {
      mends.add(
          new IndexMend(
              generation,
              taken.getOrDefault(generation, List.of()),
              entries.getOrDefault(generation, List.of())));
    }
    if (!mends.isEmpty()) {
      index.accept(mends);
    }
    embedded
        .refused()
        .forEach(
            (item, error) ->
                giveUp(
                    Objects.requireNonNull(documents.get(item.generation())),
                    String.valueOf(error.getMessage())));
    if (!lost.isEmpty()) {
      forget.accept(List.copyOf(lost));
    }
    tally.embedded(embedded.embedded());
    tally.mended(embedded.entries().size());
    tally.removed(surplus);
    clear();
  }

  private void put(LedgerDocument document, WorkItem item) {
    documents.put(item.generation(), document);
    items.add(item);
    if (items.size() == CHUNKS_A_STEP) {
      finish();
    }
  }

  private void take(LedgerDocument document, List<IndexedChunk> entries, long tooMany) {
    if (!entries.isEmpty()) {
      Generation live = DefaultVerificationService.live(document);
      documents.put(live, document);
      taken.put(live, entries);
      takenCount += entries.size();
      surplus += tooMany;
    }
  }

  private void giveUp(LedgerDocument document, String reason) {
    if (document.id() != givenUp) { // a document may have several chunks that fail
      givenUp = document.id();
      lost.add(document.id());
      tally.unmendable(
          new Unmendable(document.key().source().value(), document.key().path(), reason));
    }
  }

  private void clear() {
    documents.clear();
    taken.clear();
    items.clear();
    lost.clear();
    takenCount = 0;
    surplus = 0;
  }
}
