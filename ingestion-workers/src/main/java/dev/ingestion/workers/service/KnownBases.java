package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.UnknownKnowledgeBaseException;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds a knowledge base and the pipeline that fills it, or says clearly that there is none. */
public final class KnownBases {
  /** The pipeline of a knowledge base that never had a job. */
  static final String DEFAULT_PIPELINE = "documents";

  private final KnowledgeBaseRepository knowledgeBases;
  private final JobRepository jobs;
  private final Pipelines pipelines;

  @Inject
  KnownBases(KnowledgeBaseRepository knowledgeBases, JobRepository jobs, Pipelines pipelines) {
    this.knowledgeBases = knowledgeBases;
    this.jobs = jobs;
    this.pipelines = pipelines;
  }

  KnowledgeBase require(KnowledgeBaseId id) {
    KnowledgeBase kb =
        knowledgeBases.find(id).orElseThrow(() -> new UnknownKnowledgeBaseException(id));
    if (kb.deleting()) {
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE,
          "Knowledge base '%s' is half deleted; delete it again to finish that".formatted(id));
    }
    return kb;
  }

  /**
   * The command that runs a source of the knowledge base again, as it is known.
   *
   * @throws IngestionException SOURCE_NOT_FOUND if there is none of this name
   */
  StartIngestion command(KnowledgeBaseId id, SourceName name) {
    SourceSettings source =
        knowledgeBases
            .findSource(id, name)
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.SOURCE_NOT_FOUND,
                        "Knowledge base '%s' has no source '%s'".formatted(id, name)));
    return command(id, source);
  }

  StartIngestion command(KnowledgeBaseId id, SourceSettings source) {
    return new StartIngestion(
        id,
        pipeline(id).name(),
        source.name(),
        source.root(),
        source.include(),
        source.exclude(),
        source.hidden(),
        false);
  }

  /** That the database was lost, and what to do, until every source was read to its end again. */
  Optional<JobError> loss(KnowledgeBaseId id) {
    List<SourceName> unread = knowledgeBases.unreadSources(id);
    if (unread.isEmpty()) {
      return Optional.empty();
    }
    String names = unread.stream().map(SourceName::value).collect(Collectors.joining(", "));
    return jobs.latest(id)
        .map(Job::error)
        .filter(error -> error.code() == ErrorCode.DATABASE_LOST)
        .or(
            () ->
                Optional.of(
                    new JobError(
                        ErrorCode.DATABASE_LOST,
                        "The database was lost, and not all is read again. Let the job that reads a"
                            + " source come to its end, then ingest the others: "
                            + names)));
  }

  Pipeline pipeline(KnowledgeBaseId id) {
    return pipelines.get(jobs.latest(id).map(Job::pipeline).orElse(DEFAULT_PIPELINE));
  }
}
