package dev.ingestion.workers.service;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.IngestionPlanner.Plan;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.workers.pipeline.DocumentReader;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import dev.ingestion.workers.pipeline.GoneDocuments;
import dev.ingestion.workers.pipeline.SourceComparison.Difference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a run would do. Used by one thread. */
final class PlanBuilder {
  private final SourceName source;
  private final DocumentReader reader;
  private final EmbeddingEstimate estimate;
  private final GoneDocuments gone;

  private final List<String> added = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<DocumentProblem> problems = new ArrayList<>();
  private long listed;
  private long unchanged;

  PlanBuilder(
      SourceName source, DocumentReader reader, EmbeddingEstimate estimate, GoneDocuments gone) {
    this.source = source;
    this.reader = reader;
    this.estimate = estimate;
    this.gone = gone;
  }

  void add(Difference difference) {
    if (difference instanceof Difference.Gone lost) {
      gone.add(lost.known().id());
      removed.add(lost.known().key().path());
      return;
    }
    if (difference instanceof Difference.Unknown) {
      unchanged++;
      return;
    }
    listed++;
    if (difference instanceof Difference.Listed document) {
      add(document.known(), reader.read(document), document.entry().path());
    } else if (difference instanceof Difference.Refused refused) {
      problem(refused.entry().path(), refused.entry().code(), refused.entry().reason());
    } else if (difference instanceof Difference.Unlistable unlistable) {
      problem(
          unlistable.entry().path(), ErrorCode.DOCUMENT_UNREADABLE, unlistable.entry().reason());
    }
  }

  private void add(@Nullable LedgerDocument known, Reading reading, String path) {
    if (reading instanceof Reading.Unchanged same) {
      kept(same.known());
    } else if (reading instanceof Reading.SameContent same) {
      kept(same.known());
    } else if (reading instanceof Reading.Unusable bad) {
      problem(path, bad.code(), bad.reason());
    } else if (reading instanceof Reading.Changed document) {
      (known == null ? added : changed).add(path);
      estimate.add(document.document());
    }
  }

  private void kept(LedgerDocument known) {
    ErrorCode code = known.code();
    boolean usable = known.outcome() == Outcome.INDEXED || known.outcome() == Outcome.PENDING;
    if (usable || code == null) {
      unchanged++;
    } else {
      problem(known.key().path(), code, String.valueOf(known.reason()));
    }
  }

  private void problem(String path, ErrorCode code, String reason) {
    problems.add(new DocumentProblem(new DocumentKey(source, path), code, reason));
  }

  Plan build(String root) {
    JobError refusal = gone.refusal(listed, root);
    return new Plan(
        added,
        changed,
        removed,
        unchanged,
        problems,
        estimate.chunks(),
        estimate.chunksToEmbed(),
        refusal == null ? "" : refusal.message(),
        estimate.duration());
  }
}
