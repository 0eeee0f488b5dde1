package dev.ingestion.benchmarks;

import com.google.inject.Key;
import com.google.inject.name.Names;
import dev.ingestion.adapters.lucene.LuceneModule;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chunks a second that the index takes, makes durable and shows, without embedding, against
 * Lucene's own writer with the same fields, the same threads, and a commit that is shown for as
 * many documents. There are ten such steps: with three, one of two threads had nothing to do for a
 * third of the time, which cost only the side whose threads do not wait for each other, and no
 * index came to the point where it is merged. Merges that have not ended by then count on neither
 * side.
 */
final class IndexAgainstLucene implements Benchmark {
  private static final int CHUNKS_A_DOCUMENT = 50;

  /** Batches whose tickets are flushed together, as in the engine when there is much to do. */
  private static final int DOCUMENTS_A_COMMIT = 16;

  private static final int DOCUMENTS = 10 * DOCUMENTS_A_COMMIT;

  @Override
  public String name() {
    return "index";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    List<List<IndexEntry>> documents =
        SampleChunks.documents(full ? DOCUMENTS : 2, CHUNKS_A_DOCUMENT);
    try (Scratch root = Scratch.in(scratch);
        Installation installation =
            Installation.open(root.path().resolve("data"), RealParts.Pipeline.WHOLE)) {
      ChunkIndex index =
          installation.get(Key.get(ChunkIndex.class, Names.named(LuceneModule.NAME)));
      if (full) {
        lucene(scratch, documents);
        ours(index, "index-warm", documents);
      }
      List<Pair> rounds = new ArrayList<>();
      for (int round = 0; round < (full ? 5 : 1); round++) {
        rounds.add(new Pair(ours(index, "index-" + round, documents), lucene(scratch, documents)));
      }
      return List.of(
          Row.of(
              name(),
              "staged, flushed and shown, against a plain IndexWriter",
              "chunks/s",
              rounds,
              Goal.atLeast(0.9)));
    }
  }

  private static double ours(ChunkIndex index, String id, List<List<IndexEntry>> documents) {
    IndexRef ref = new IndexRef(SampleChunks.KB, "database", id, SampleChunks.SPACE);
    index.open(ref, 0);
    long start = System.nanoTime();
    AtomicInteger claims = new AtomicInteger();
    AtomicLong switches = new AtomicLong();
    Cores.each(
        steps(documents),
        (thread, step) -> {
          List<IndexTicket> tickets = new ArrayList<>();
          List<IndexSwitch> shown = new ArrayList<>();
          for (List<IndexEntry> document : step) {
            ClaimToken claim = new ClaimToken("claim-" + claims.getAndIncrement());
            tickets.add(index.upsert(ref, claim, document));
            shown.add(
                new IndexSwitch(
                    switches.incrementAndGet(),
                    document.get(0).item().generation(),
                    document.size(),
                    null));
          }
          index.flush(ref, tickets);
          index.apply(ref, shown);
        });
    index.flush(ref, List.of()); // what was shown last
    double rate = perSecond(documents, start);
    requireVisible(index, ref, documents.size() * CHUNKS_A_DOCUMENT);
    index.close(ref);
    return rate;
  }

  private static void requireVisible(ChunkIndex index, IndexRef ref, int chunks) {
    AtomicInteger visible = new AtomicInteger();
    try (IndexSnapshot snapshot = index.inspect(ref)) {
      snapshot.forEach(
          chunk -> {
            if (!chunk.staged() && chunk.searchable()) {
              visible.incrementAndGet();
            }
          });
    }
    BrokenBenchmarkException.require("chunks in the durable index", chunks, visible.get());
  }

  private static double lucene(Path scratch, List<List<IndexEntry>> documents) {
    try (Scratch root = Scratch.in(scratch);
        BareLucene lucene = new BareLucene(root.path())) {
      long start = System.nanoTime();
      Cores.each(
          steps(documents),
          (thread, step) -> {
            for (List<IndexEntry> document : step) {
              lucene.add(document);
            }
            lucene.commit();
            lucene.show();
          });
      double rate = perSecond(documents, start);
      BrokenBenchmarkException.require(
          "documents of Lucene", (long) documents.size() * CHUNKS_A_DOCUMENT, lucene.count());
      return rate;
    } catch (IOException e) {
      throw new IllegalStateException("Lucene fails", e);
    }
  }

  private static List<List<List<IndexEntry>>> steps(List<List<IndexEntry>> documents) {
    List<List<List<IndexEntry>>> steps = new ArrayList<>();
    for (int i = 0; i < documents.size(); i += DOCUMENTS_A_COMMIT) {
      steps.add(documents.subList(i, Math.min(documents.size(), i + DOCUMENTS_A_COMMIT)));
    }
    return steps;
  }

  private static double perSecond(List<List<IndexEntry>> documents, long start) {
    return (long) documents.size() * CHUNKS_A_DOCUMENT * 1e9 / (System.nanoTime() - start);
  }
}
