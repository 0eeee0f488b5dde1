package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.JOB_EVENT;

import dev.ingestion.adapters.db.jooq.tables.records.JobEventRecord;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;

/** The rows of jobs' histories. */
final class JobEvents {
  private JobEvents() {}

  static void insert(DSLContext tx, JobEvent event) {
    JobEventRecord row = tx.newRecord(JOB_EVENT);
    row.setJobId(event.job().value());
    row.setKbId(event.kb().value());
    row.setAt(event.at());
    row.setKind(event.kind().name());
    JobStatus status = event.status();
    row.setStatus(status == null ? null : status.name());
    row.setNode(event.node());
    row.setReason(Objects.requireNonNull(StoredText.cut(event.reason())));
    row.insert();
  }

  static List<JobEvent> latest(DSLContext sql, JobId job, int limit) {
    List<JobEvent> events =
        new ArrayList<>(
            sql.selectFrom(JOB_EVENT)
                .where(JOB_EVENT.JOB_ID.eq(job.value()))
                .orderBy(JOB_EVENT.JOB_ID.desc(), JOB_EVENT.EVENT_ID.desc())
                .limit(limit)
                .fetch(JobEvents::toEvent));
    Collections.reverse(events);
    return events;
  }

  private static JobEvent toEvent(JobEventRecord row) {
    return new JobEvent(
        new JobId(row.getJobId()),
        new KnowledgeBaseId(row.getKbId()),
        row.getAt(),
        StoredText.constant(JobEvent.Kind.class, row.getKind()),
        StoredText.constantOrNull(JobStatus.class, row.getStatus()),
        row.getNode(),
        row.getReason());
  }
}
