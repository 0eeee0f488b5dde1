package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.Metric;
import dev.ingestion.ports.out.Metric.Tag;
import dev.ingestion.testkit.RecordedTelemetry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountedJobsTest {
  private final RecordedTelemetry telemetry = new RecordedTelemetry();
  private final CountedJobs jobs = new CountedJobs(telemetry);

  @Test
  void everyStepIsToldOnce() {
    jobs.begin(job("1", 0, 0, 0));

    jobs.advance(job("1", 3, 1, 20));
    jobs.advance(job("1", 3, 1, 20));
    jobs.advance(job("1", 5, 1, 40));

    assertThat(documents("indexed")).isEqualTo(5);
    assertThat(documents("unchanged")).isEqualTo(1);
    assertThat(chunks("indexed")).isEqualTo(40);
  }

  @Test
  void aListingThatBeginsAgainIsNotToldTwice() {
    jobs.begin(job("1", 0, 0, 0));
    jobs.advance(job("1", 0, 100, 0));

    jobs.advance(job("1", 0, 0, 0));
    jobs.advance(job("1", 0, 60, 0));
    jobs.advance(job("1", 0, 110, 0));

    assertThat(documents("unchanged")).isEqualTo(110);
  }

  @Test
  void whatAnotherProcessHasCountedIsItsOwn() {
    jobs.begin(job("1", 1_000, 0, 9_000));
    jobs.advance(job("1", 1_001, 0, 9_010));

    assertThat(documents("indexed")).isEqualTo(1);
    assertThat(chunks("indexed")).isEqualTo(10);
  }

  @Test
  void aJobThatIsRunAgainIsGoneOnWith() {
    jobs.begin(job("1", 0, 0, 0));
    jobs.advance(job("1", 4, 0, 0));

    jobs.begin(job("1", 4, 0, 0));
    jobs.advance(job("1", 6, 0, 0));

    assertThat(documents("indexed")).isEqualTo(6);
  }

  @Test
  void theNextJobOfAKnowledgeBaseBeginsAnew() {
    jobs.begin(job("1", 0, 0, 0));
    jobs.advance(job("1", 4, 0, 0).become(JobStatus.COMPLETED, null, Instant.EPOCH));
    jobs.begin(job("2", 0, 0, 0));
    jobs.advance(job("2", 2, 0, 0));

    assertThat(documents("indexed")).isEqualTo(6);
  }

  private long documents(String outcome) {
    return telemetry.counted(Metric.DOCUMENTS, Map.of(Tag.OUTCOME, outcome, Tag.KB, "handbook"));
  }

  private long chunks(String outcome) {
    return telemetry.counted(Metric.CHUNKS, Map.of(Tag.OUTCOME, outcome, Tag.KB, "handbook"));
  }

  private static Job job(String id, long indexed, long unchanged, long chunks) {
    Job job =
        Job.pending(
            new JobId(id),
            new KnowledgeBaseId("handbook"),
            SourceName.DEFAULT,
            "/docs",
            "documents",
            false,
            JobPriority.DEFAULT,
            Instant.EPOCH);
    return new Job(
        job.id(),
        job.kb(),
        job.source(),
        job.root(),
        job.pipeline(),
        job.allowMassDelete(),
        job.priority(),
        JobStatus.RUNNING,
        job.phase(),
        job.version(),
        job.intent(),
        new DocumentCounts(indexed + unchanged, indexed, unchanged, 0, 0, 0),
        new ChunkCounts(chunks, chunks, chunks, 0),
        job.waiting(),
        job.error(),
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        job.updatedAt(),
        job.worked());
  }
}
