package dev.ingestion.workers.service;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.in.DocumentService;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.DocumentLedger.Selection;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.UploadStore;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.RunningJobs;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows documents as the ledger knows them, has one read again, and takes uploads. */
final class DefaultDocumentService implements DocumentService {
  private final Stores stores;
  private final KnownBases known;
  private final IngestionService ingestion;
  private final JobDispatcher dispatcher;
  private final UploadStore uploads;

  @Inject
  DefaultDocumentService(
      Stores stores,
      KnownBases known,
      IngestionService ingestion,
      JobDispatcher dispatcher,
      UploadStore uploads) {
    this.stores = stores;
    this.known = known;
    this.ingestion = ingestion;
    this.dispatcher = dispatcher;
    this.uploads = uploads;
  }

  @Override
  public List<Document> list(
      KnowledgeBaseId kb, Filter filter, @Nullable DocumentKey after, int limit) {
    known.require(kb);
    Selection selection = new Selection(outcomes(filter.states()), filter.prefix());
    List<Document> found = new ArrayList<>();
    for (SourceSettings source : stores.knowledgeBases().sources(kb)) {
      SourceName name = source.name();
      boolean meant = filter.source() == null || filter.source().equals(name);
      int place = after == null ? 1 : name.value().compareTo(after.source().value());
      if (meant && place >= 0 && found.size() < limit) {
        @Nullable String behind = after != null && place == 0 ? after.path() : null;
        stores.ledger().select(kb, name, selection, behind, limit - found.size()).stream()
            .map(DefaultDocumentService::document)
            .forEach(found::add);
      }
    }
    return found;
  }

  private static Set<Outcome> outcomes(Set<State> states) {
    return states.stream()
        .map(
            state ->
                switch (state) {
                  case PENDING -> Outcome.PENDING;
                  case INDEXED -> Outcome.INDEXED;
                  case SKIPPED -> Outcome.SKIPPED;
                  case FAILED -> Outcome.FAILED;
                })
        .collect(Collectors.toSet());
  }

  private static State state(Outcome outcome) {
    return switch (outcome) {
      case PENDING -> State.PENDING;
      case INDEXED -> State.INDEXED;
      case SKIPPED -> State.SKIPPED;
      case FAILED -> State.FAILED;
    };
  }

  private static Document document(LedgerDocument row) {
    return new Document(
        row.key(),
        state(row.outcome()),
        row.code(),
        row.reason(),
        row.liveRevision() == null ? null : row.liveRevision().hex(),
        row.liveChunks(),
        row.outcomeJob(),
        row.title(),
        row.mediaType());
  }

  @Override
  public IngestionState ingest(KnowledgeBaseId kb, DocumentKey key) {
    known.require(kb);
    RunningJobs.Hold hold = dispatcher.hold(kb, "changed");
    StartIngestion command;
    try {
      LedgerDocument row = stores.ledger().find(kb, key).orElseThrow(() -> unknown(kb, key));
      refuseBehindAnother(kb, key);
      command = known.command(kb, key.source());
      stores.ledger().forgetContent(kb, List.of(row.id()));
    } finally {
      hold.close();
    }
    return ingestion.start(command);
  }

  private void refuseBehindAnother(KnowledgeBaseId kb, DocumentKey key) {
    stores
        .jobs()
        .active(kb)
        .filter(job -> !job.source().equals(key.source()))
        .map(Job::id)
        .ifPresent(
            job -> {
              throw new IngestionException(
                  ErrorCode.JOB_ACTIVE,
                  "Job %s of another source of knowledge base '%s' has not ended; resume or cancel it first"
                      .formatted(job, kb));
            });
  }

  private static IngestionException unknown(KnowledgeBaseId kb, DocumentKey key) {
    return new IngestionException(
        ErrorCode.UNKNOWN_DOCUMENT,
        "Knowledge base '%s' has no document '%s' in its source '%s'"
            .formatted(kb, key.path(), key.source()));
  }

  @Override
  public Uploaded upload(KnowledgeBaseId kb, String path, InputStream content, long most) {
    Instant madeAt = requireUploads(kb).createdAt();
    UploadStore.Stored stored =
        uploads.put(kb, path, content, most, () -> requireStillThere(kb, madeAt));
    return new Uploaded(stored.bytes(), stored.replaced());
  }

  /** A document may take long to come, and its knowledge base may go meanwhile. */
  private void requireStillThere(KnowledgeBaseId kb, Instant madeAt) {
    if (!requireUploads(kb).createdAt().equals(madeAt)) {
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE,
          "Knowledge base '%s' was deleted and made again while the document came; send it again if it is meant for the new one"
              .formatted(kb));
    }
  }

  @Override
  public void remove(KnowledgeBaseId kb, String path) {
    requireUploads(kb);
    if (!uploads.remove(kb, path)) {
      throw new IngestionException(
          ErrorCode.UNKNOWN_DOCUMENT,
          "No document '%s' was uploaded into knowledge base '%s'".formatted(path, kb));
    }
  }

  private KnowledgeBase requireUploads(KnowledgeBaseId kb) {
    KnowledgeBase found = known.require(kb);
    boolean filledByUploads =
        stores
            .knowledgeBases()
            .findSettings(kb)
            .filter(stored -> stored.settings().kind() == Kind.UPLOADS)
            .isPresent();
    if (!filledByUploads) {
      throw new IngestionException(
          ErrorCode.NO_UPLOADS,
          "Knowledge base '%s' is filled from a folder and takes no uploads; make one whose source is of kind 'uploads'"
              .formatted(kb));
    }
    return found;
  }
}
