package dev.ingestion.workers.service;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.out.DocumentLedger.LedgerCounts;
import dev.ingestion.ports.out.DocumentLedger.Selection;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an index again from the sources of its knowledge base, with a job for each. Where it was
 * cut off shows in the ledger: a source that is still to be read has no document that is known.
 */
final class IndexRebuild {
  private static final Logger log = LoggerFactory.getLogger(IndexRebuild.class);
  private static final int DOCUMENTS_A_PAGE = 1_000;
  private static final Selection FAILED = new Selection(Set.of(LedgerDocument.Outcome.FAILED), "");
  private static final int JOBS_LOOKED_AT = 1_000;

  private final Stores stores;
  private final KnownBases known;
  private final KnowledgeBaseIndexes indexes;
  private final IngestionService ingestion;

  @Inject
  IndexRebuild(
      Stores stores, KnownBases known, KnowledgeBaseIndexes indexes, IngestionService ingestion) {
    this.stores = stores;
    this.known = known;
    this.indexes = indexes;
    this.ingestion = ingestion;
  }

  /**
   * What a rebuild begins with.
   *
   * @param sources that are to be read now
   * @param failed documents that had no content before, which the index has not lost
   */
  record Begun(Set<SourceName> sources, Set<DocumentKey> failed) {
    static final Begun NOTHING = new Begun(Set.of(), Set.of());
  }

  /**
   * Starts over with an empty index; no job may run. An index that is damaged and can be opened is
   * left as it is unless every source is there, since some of it is searchable still.
   *
   * @param why the index cannot be mended
   */
  Begun begin(KnowledgeBase kb, Pipeline pipeline, IngestionException why, RepairTally tally) {
    List<SourceSettings> sources = stores.knowledgeBases().sources(kb.id());
    if (why.code() == ErrorCode.INDEX_DAMAGED && !allThere(sources, pipeline, tally)) {
      return Begun.NOTHING;
    }
    log.warn("The index of {} is built again: {}", kb.id(), why.getMessage());
    Set<SourceName> filled = new HashSet<>();
    Set<DocumentKey> failed = new HashSet<>();
    for (SourceSettings source : sources) {
      LedgerCounts counts = count(kb.id(), source);
      if (counts.total() > counts.pending()) {
        filled.add(source.name());
      }
      forEachFailed(
          kb.id(),
          source,
          document -> {
            if (document.live() == null) {
              failed.add(document.key());
            }
          });
    }
    indexes.startOver(pipeline, kb);
    return new Begun(filled, failed);
  }

  /**
   * Reads the given sources, those that a rebuild has not come to, and the one whose job was cut
   * off. Documents that fail now and did not before cannot be mended.
   *
   * @return whether there was any
   */
  boolean run(KnowledgeBaseId kb, Begun begun, RepairTally tally) {
    List<SourceSettings> due = new ArrayList<>();
    Optional<Job> active = stores.jobs().active(kb);
    for (SourceSettings source : stores.knowledgeBases().sources(kb)) {
      boolean cutOff = active.filter(job -> isCutOff(job, source)).isPresent();
      if (cutOff || begun.sources().contains(source.name()) || isForgotten(kb, source)) {
        due.add(source);
      }
    }
    // An active job is in the way of all others.
    due.sort(
        Comparator.comparing(
            source -> active.filter(job -> job.source().equals(source.name())).isEmpty()));
    boolean open = true;
    for (SourceSettings source : due) {
      if (open) {
        open = read(kb, source, begun.failed(), tally);
      } else {
        String reason = "It was not read: the job before it has not ended";
        tally.unmendable(new Unmendable(source.name().value(), "", reason));
      }
    }
    return !due.isEmpty();
  }

  private boolean allThere(List<SourceSettings> sources, Pipeline pipeline, RepairTally tally) {
    boolean there = true;
    for (SourceSettings source : sources) {
      try {
        pipeline.sources().open(source).list().close();
      } catch (IngestionException e) {
        there = false;
        String reason = "The index has to be built again, and was left as it is: " + e.getMessage();
        tally.unmendable(new Unmendable(source.name().value(), "", reason));
      }
    }
    return there;
  }

  private static boolean isCutOff(Job job, SourceSettings source) {
    return job.source().equals(source.name())
        && (job.status() == JobStatus.PENDING || job.status() == JobStatus.RUNNING);
  }

  /** A source whose job was cancelled before anything came of it is nobody's loss. */
  private boolean isForgotten(KnowledgeBaseId kb, SourceSettings source) {
    LedgerCounts counts = count(kb, source);
    return counts.pending() > 0
        && counts.total() == counts.pending()
        && stores.jobs().history(kb, JOBS_LOOKED_AT).stream()
            .filter(job -> job.source().equals(source.name()))
            .findFirst()
            .filter(job -> job.status() == JobStatus.CANCELED)
            .isEmpty();
  }

  private LedgerCounts count(KnowledgeBaseId kb, SourceSettings source) {
    return stores
        .jobs()
        .latest(kb)
        .map(job -> stores.ledger().count(kb, source.name(), job.id()))
        .orElseGet(() -> new LedgerCounts(0, 0, 0, 0, 0));
  }

  /**
   * @return whether another source can be read now
   */
  private boolean read(
      KnowledgeBaseId kb, SourceSettings source, Set<DocumentKey> failed, RepairTally tally) {
    IngestionState end;
    try {
      ingestion.start(known.command(kb, source));
      end = ingestion.await(kb, Duration.ofDays(365));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE, "Interrupted while the index was built again", e);
    } catch (IngestionException e) {
      if (e.category() != ErrorCategory.USER) {
        throw e;
      }
      tally.unmendable(new Unmendable(source.name().value(), "", String.valueOf(e.getMessage())));
      return true;
    }
    tally.embedded(end.chunks().embedded());
    tally.mended(end.chunks().indexed());
    if (end.status() == JobStatus.COMPLETED) {
      forEachFailed(
          kb,
          source,
          document -> {
            if (!failed.contains(document.key())) {
              tally.unmendable(unmendable(document));
            }
          });
      return true;
    }
    JobError error = end.error();
    String reason = error == null ? "Its job is " + end.status() : error.message();
    tally.unmendable(new Unmendable(source.name().value(), "", reason));
    return false;
  }

  private void forEachFailed(
      KnowledgeBaseId kb, SourceSettings source, Consumer<LedgerDocument> what) {
    List<LedgerDocument> page = failedBehind(kb, source, null);
    while (!page.isEmpty()) {
      page.forEach(what);
      page = failedBehind(kb, source, page.get(page.size() - 1).key().path());
    }
  }

  private List<LedgerDocument> failedBehind(
      KnowledgeBaseId kb, SourceSettings source, @Nullable String path) {
    return stores.ledger().select(kb, source.name(), FAILED, path, DOCUMENTS_A_PAGE);
  }

  private static Unmendable unmendable(LedgerDocument document) {
    return new Unmendable(
        document.key().source().value(), document.key().path(), String.valueOf(document.reason()));
  }
}
