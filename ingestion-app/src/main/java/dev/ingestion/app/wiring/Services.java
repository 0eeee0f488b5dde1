package dev.ingestion.app.wiring;

import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.FollowService;
import dev.ingestion.ports.in.IngestionPlanner;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.TokenService;
import dev.ingestion.ports.in.VerificationService;
import jakarta.inject.Inject;

/** What the platform offers to whoever drives it. */
public record Services(
    IngestionService ingestion,
    KnowledgeBaseService knowledgeBases,
    SearchService search,
    IngestionPlanner planner,
    VerificationService verification,
    RepairService repair,
    DocumentInspector inspector,
    DeadLetterService deadLetters,
    ScheduleService schedules,
    FollowService following,
    TokenService tokens) {
  @Inject
  public Services {}
}
