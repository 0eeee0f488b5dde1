package dev.ingestion.testkit;

import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.ports.out.TokenRepository;
import dev.ingestion.ports.out.WorkQueue;

/** The eight ports that one database serves, since one transaction may span them. */
public record Stores(
    JobRepository jobs,
    KnowledgeBaseRepository knowledgeBases,
    DocumentLedger ledger,
    WorkQueue queue,
    Checkpoints checkpoints,
    DeadLetters letters,
    ScheduleRepository schedules,
    TokenRepository tokens) {}
