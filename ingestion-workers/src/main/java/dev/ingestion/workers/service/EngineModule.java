package dev.ingestion.workers.service;

import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DocumentInspector;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.IngestionPlanner;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SettingsService;
import dev.ingestion.ports.in.TokenService;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.pipeline.StageTimes;
import dev.ingestion.workers.runtime.Backoffs;
import dev.ingestion.workers.runtime.CheckpointWorker;
import dev.ingestion.workers.runtime.Circuits;
import dev.ingestion.workers.runtime.ClaimKeeper;
import dev.ingestion.workers.runtime.ClaimProcessor;
import dev.ingestion.workers.runtime.ConsumerParts;
import dev.ingestion.workers.runtime.EngineGauges;
import dev.ingestion.workers.runtime.EngineMetrics;
import dev.ingestion.workers.runtime.JobControl;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobEnding;
import dev.ingestion.workers.runtime.JobLauncher;
import dev.ingestion.workers.runtime.JobRetries;
import dev.ingestion.workers.runtime.JobTraces;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import dev.ingestion.workers.runtime.LifecycleManager;
import dev.ingestion.workers.runtime.MachineThreads;
import dev.ingestion.workers.runtime.RestingJobs;
import dev.ingestion.workers.runtime.RunningJobs;
import dev.ingestion.workers.runtime.Snapshots;
import dev.ingestion.workers.runtime.StateKeeper;
import dev.ingestion.workers.runtime.Threads;
import dev.ingestion.workers.runtime.WorkerPool;
import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;

/** Binds the use cases to their implementations; what those share stays inside. */
public final class EngineModule extends PrivateModule {
  @Override
  protected void configure() {
    bind(IngestionService.class).to(DefaultIngestionService.class).in(Scopes.SINGLETON);
    bind(KnowledgeBaseService.class).to(DefaultKnowledgeBaseService.class).in(Scopes.SINGLETON);
    bind(SearchService.class).to(DefaultSearchService.class).in(Scopes.SINGLETON);
    bind(IngestionPlanner.class).to(DefaultIngestionPlanner.class).in(Scopes.SINGLETON);
    bind(VerificationService.class).to(DefaultVerificationService.class).in(Scopes.SINGLETON);
    bind(RepairService.class).to(DefaultRepairService.class).in(Scopes.SINGLETON);
    bind(DocumentInspector.class).to(DefaultDocumentInspector.class).in(Scopes.SINGLETON);
    bind(DeadLetterService.class).to(DefaultDeadLetterService.class).in(Scopes.SINGLETON);
    bind(TokenService.class).to(DefaultTokenService.class).in(Scopes.SINGLETON);
    bind(SettingsService.class).to(DefaultSettingsService.class).in(Scopes.SINGLETON);
    bind(DocumentService.class).to(DefaultDocumentService.class).in(Scopes.SINGLETON);
    for (Class<?> shared :
        List.of(
            DefaultIngestionService.class,
            DefaultKnowledgeBaseService.class,
            DefaultSearchService.class,
            DefaultIngestionPlanner.class,
            DefaultVerificationService.class,
            DefaultRepairService.class,
            InPlaceRepair.class,
            IndexRebuild.class,
            LostDatabase.class,
            ModelCheck.class,
            DefaultDocumentInspector.class,
            DefaultDeadLetterService.class,
            DefaultTokenService.class,
            DefaultSettingsService.class,
            DefaultDocumentService.class,
            KnownBases.class,
            JobIds.class,
            JobStarter.class,
            JobStates.class,
            Pipelines.class,
            CheckpointWorker.class,
            Circuits.class,
            ClaimProcessor.class,
            ConsumerParts.class,
            EngineGauges.class,
            EngineMetrics.class,
            ClaimKeeper.class,
            JobLauncher.class,
            JobLauncher.Stores.class,
            JobLauncher.Context.class,
            JobEnding.class,
            JobRetries.class,
            JobTraces.class,
            Backoffs.class,
            JobControl.class,
            JobDispatcher.class,
            JobDispatcher.Context.class,
            KnowledgeBaseIndexes.class,
            LifecycleManager.class,
            MachineThreads.class,
            RestingJobs.class,
            RunningJobs.class,
            Snapshots.class,
            StateKeeper.class,
            WorkerPool.class)) {
      bind(shared).in(Scopes.SINGLETON);
    }
    bind(Threads.class).to(MachineThreads.class);
    bind(StageTimes.class).to(EngineMetrics.class);
    bind(RandomGenerator.class).toInstance(RandomGenerator.getDefault());
    bind(SecureRandom.class).toInstance(new SecureRandom());
    for (Class<?> useCase :
        List.of(
            IngestionService.class,
            KnowledgeBaseService.class,
            SearchService.class,
            IngestionPlanner.class,
            VerificationService.class,
            RepairService.class,
            DocumentInspector.class,
            DeadLetterService.class,
            TokenService.class,
            SettingsService.class,
            DocumentService.class,
            EngineGauges.class,
            LifecycleManager.class,
            LostDatabase.class,
            ModelCheck.class)) {
      expose(Key.get(useCase));
    }
  }
}
