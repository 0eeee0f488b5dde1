package dev.ingestion.workers.health;

import dev.ingestion.ports.out.HealthCheck;
import dev.ingestion.ports.out.JobRepository;
import jakarta.inject.Inject;
import java.util.Optional;

/** Whether the database answers. */
final class DatabaseCheck implements HealthCheck {
  private final JobRepository jobs;

  @Inject
  DatabaseCheck(JobRepository jobs) {
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "database";
  }

  /** What it throws says enough. */
  @Override
  public Optional<String> problem() {
    jobs.active();
    return Optional.empty();
  }
}
