package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.WorkedTime;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.StateKeeper;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings knowledge bases back that have a snapshot and are not in the database, which was lost or
 * restored from before their time. Each comes back with its sources and its latest job. That job is
 * PAUSED, even if it was COMPLETED, since the ledger that would tell is gone: whoever resumes it
 * has the source read again, and takes the vectors from the index that was left. Only a job that a
 * person had ended for good stays CANCELED. Either has the error DATABASE_LOST until it is resumed;
 * the knowledge base as a whole counts as lost until each of its sources was read to its end.
 *
 * <p>A knowledge base counts as unknown until its job is stored, so a start that is cut off between
 * two steps is finished by the next.
 */
public final class LostDatabase implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(LostDatabase.class);

  private final Stores stores;
  private final PersistenceStore snapshots;
  private final StateKeeper states;
  private final Pipelines pipelines;
  private final InstantSource clock;

  @Inject
  LostDatabase(
      Stores stores,
      PersistenceStore snapshots,
      StateKeeper states,
      Pipelines pipelines,
      InstantSource clock) {
    this.stores = stores;
    this.snapshots = snapshots;
    this.states = states;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  @Override
  public Phase phase() {
    return Phase.ENGINE;
  }

  /** Snapshots are copies: that one cannot be read is told and keeps nothing from starting. */
  @Override
  public void start() {
    for (KnowledgeBaseId kb : withSnapshot()) {
      if (isUnknown(kb)) {
        try {
          snapshots.load(kb).ifPresent(snapshot -> bringBack(kb, snapshot));
        } catch (IngestionException e) {
          log.warn("Knowledge base {} is not brought back: {}", kb, e.getMessage());
        }
      }
    }
  }

  @Override
  public void close() {}

  private List<KnowledgeBaseId> withSnapshot() {
    try {
      return snapshots.list();
    } catch (IngestionException e) {
      log.warn("Whether the database lacks a knowledge base is unknown: {}", e.getMessage());
      return List.of();
    }
  }

  private boolean isUnknown(KnowledgeBaseId kb) {
    return stores.jobs().latest(kb).isEmpty()
        && stores.knowledgeBases().find(kb).filter(KnowledgeBase::deleting).isEmpty();
  }

  private void bringBack(KnowledgeBaseId kb, JobSnapshot snapshot) {
    IngestionState state = snapshot.state();
    if (!state.kb().equals(kb)) {
      log.warn("The snapshot of {} is that of {} and is passed over", kb, state.kb());
      return;
    }
    Pipeline pipeline = pipelines.get(snapshot.pipeline());
    stores.knowledgeBases().findOrCreate(kb, pipeline.model().space());
    List<SourceSettings> sources = sources(snapshot, pipeline);
    for (SourceSettings source : sources) {
      stores.knowledgeBases().saveSource(kb, source);
      stores.knowledgeBases().markUnread(kb, source.name());
    }
    Job job = job(snapshot, sources);
    states.create(job);
    log.warn("Job {} of {} is back from its snapshot as {}", job.id(), kb, job.status().inWords());
  }

  /** An old snapshot says of its job's source no more than name and root. */
  private static List<SourceSettings> sources(JobSnapshot snapshot, Pipeline pipeline) {
    List<SourceSettings> sources = new ArrayList<>(snapshot.sources());
    IngestionState state = snapshot.state();
    if (sources.stream().noneMatch(source -> source.name().equals(state.source()))) {
      sources.add(
          new SourceSettings(
              state.source(), pipeline.sourceKind(), state.root(), List.of(), List.of(), false));
    }
    return sources;
  }

  /** Its counts begin again, for they spoke of a ledger that is gone. */
  private Job job(JobSnapshot snapshot, List<SourceSettings> sources) {
    IngestionState state = snapshot.state();
    boolean ended = state.status() == JobStatus.CANCELED;
    Instant now = clock.instant();
    return new Job(
        state.job(),
        state.kb(),
        state.source(),
        state.root(),
        snapshot.pipeline(),
        false,
        state.priority(),
        ended ? JobStatus.CANCELED : JobStatus.PAUSED,
        JobPhase.LOADING,
        state.version() + 1,
        null,
        DocumentCounts.ZERO,
        ChunkCounts.ZERO,
        null,
        new JobError(ErrorCode.DATABASE_LOST, ended ? ingest(sources) : resume(state, sources)),
        state.createdAt(),
        state.startedAt(),
        ended ? state.completedAt() : null,
        now,
        new WorkedTime(state.elapsed(), null));
  }

  private static String resume(IngestionState state, List<SourceSettings> sources) {
    String others = names(sources.stream().filter(each -> !each.name().equals(state.source())));
    return "The database was lost. Resume the job to read source %s again%s"
        .formatted(
            state.source(),
            others.isEmpty() ? "" : "; then ingest the other sources again: " + others);
  }

  private static String ingest(List<SourceSettings> sources) {
    return "The database was lost. Ingest the sources again: " + names(sources.stream());
  }

  private static String names(Stream<SourceSettings> sources) {
    return sources.map(source -> source.name().value()).collect(Collectors.joining(", "));
  }
}
