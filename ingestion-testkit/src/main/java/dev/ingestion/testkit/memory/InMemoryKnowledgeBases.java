package dev.ingestion.testkit.memory;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StoredSettings;
import dev.ingestion.testkit.memory.Rows.Base;
import dev.ingestion.testkit.memory.Rows.UnreadSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

final class InMemoryKnowledgeBases implements KnowledgeBaseRepository {
  private static final String DATABASE = "in-memory-database";

  private final InMemoryDatabase database;
  private final InstantSource clock;

  InMemoryKnowledgeBases(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public KnowledgeBase findOrCreate(KnowledgeBaseId kb, EmbeddingSpace space) {
    return database.write(
        rows -> {
          Base found = rows.bases.get(kb);
          if (found == null) {
            IndexRef ref = newIndex(rows, kb, space);
            KnowledgeBase made = new KnowledgeBase(kb, ref, ref, 0, false, clock.instant());
            rows.bases.put(kb, new Base(made, new TreeMap<>(), JobPriority.DEFAULT));
            return made;
          }
          if (found.base().deleting()) {
            throw new IngestionException(
                ErrorCode.CONCURRENT_CHANGE, "Knowledge base %s is being deleted".formatted(kb));
          }
          return found.base();
        });
  }

  @Override
  public Optional<KnowledgeBase> find(KnowledgeBaseId kb) {
    return database.read(rows -> Optional.ofNullable(rows.bases.get(kb)).map(Base::base));
  }

  @Override
  public List<KnowledgeBase> list() {
    return database.read(rows -> rows.bases.values().stream().map(Base::base).toList());
  }

  @Override
  public List<KnowledgeBase> page(@Nullable KnowledgeBaseId after, int limit) {
    return list().stream()
        .filter(kb -> !kb.deleting())
        .filter(kb -> after == null || kb.id().value().compareTo(after.value()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<SourceSettings> findSource(KnowledgeBaseId kb, SourceName name) {
    return sources(kb).stream().filter(source -> source.name().equals(name)).findFirst();
  }

  @Override
  public List<SourceSettings> sources(KnowledgeBaseId kb) {
    return database.read(
        rows ->
            Optional.ofNullable(rows.bases.get(kb)).stream()
                .flatMap(base -> base.sources().values().stream())
                .toList());
  }

  @Override
  public void saveSource(KnowledgeBaseId kb, SourceSettings source) {
    database.change(
        rows -> {
          Base base = require(rows, kb);
          SourceSettings stored = base.sources().get(source.name().value());
          if (stored != null && !stored.equals(source)) {
            throw new IngestionException(
                ErrorCode.SOURCE_CONFLICT,
                "Source %s is known with another kind, root or patterns: %s and not %s"
                    .formatted(source.name(), stored, source));
          }
          SortedMap<String, SourceSettings> sources = new TreeMap<>(base.sources());
          sources.put(source.name().value(), source);
          rows.bases.put(kb, new Base(base.base(), sources, base.priority()));
        });
  }

  @Override
  public Optional<StoredSettings> findSettings(KnowledgeBaseId kb) {
    return database.read(rows -> Optional.ofNullable(rows.settings.get(kb)));
  }

  @Override
  public StoredSettings saveSettings(
      KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version) {
    return database.write(
        rows -> {
          require(rows, kb);
          StoredSettings stored = rows.settings.get(kb);
          if ((stored == null ? 0 : stored.version()) != version) {
            throw new IngestionException(
                ErrorCode.CHANGED_MEANWHILE,
                "The settings of %s are another version now".formatted(kb));
          }
          StoredSettings next = new StoredSettings(settings, version + 1);
          rows.settings.put(kb, next);
          return next;
        });
  }

  @Override
  public void markUnread(KnowledgeBaseId kb, SourceName source) {
    if (findSource(kb, source).isPresent()) {
      database.change(rows -> rows.unread.add(new UnreadSource(kb, source)));
    }
  }

  @Override
  public void markRead(KnowledgeBaseId kb, SourceName source) {
    database.change(rows -> rows.unread.remove(new UnreadSource(kb, source)));
  }

  @Override
  public List<SourceName> unreadSources(KnowledgeBaseId kb) {
    return database.read(
        rows ->
            rows.unread.stream()
                .filter(unread -> unread.kb().equals(kb))
                .map(UnreadSource::source)
                .sorted(Comparator.comparing(SourceName::value))
                .toList());
  }

  @Override
  public KnowledgeBase beginRebuild(KnowledgeBaseId kb, EmbeddingSpace space, boolean keepServing) {
    return database.write(
        rows -> {
          IndexRef building = newIndex(rows, kb, space);
          KnowledgeBase base = require(rows, kb).base();
          IndexRef serving = keepServing ? base.serving() : building;
          forgetContents(rows, kb);
          return change(
              rows,
              kb,
              was -> new KnowledgeBase(kb, building, serving, 0, was.deleting(), was.createdAt()));
        });
  }

  @Override
  public void finishRebuild(KnowledgeBaseId kb) {
    database.write(
        rows ->
            change(
                rows,
                kb,
                was ->
                    new KnowledgeBase(
                        kb,
                        was.building(),
                        was.building(),
                        was.indexCheckpoint(),
                        was.deleting(),
                        was.createdAt())));
  }

  @Override
  public void beginDelete(KnowledgeBaseId kb) {
    database.write(
        rows ->
            change(
                rows,
                kb,
                was ->
                    new KnowledgeBase(
                        kb,
                        was.building(),
                        was.serving(),
                        was.indexCheckpoint(),
                        true,
                        was.createdAt())));
  }

  @Override
  public void finishDelete(KnowledgeBaseId kb) {
    database.change(
        rows -> {
          deleteContents(rows, kb);
          rows.documents.values().removeIf(document -> document.kb.equals(kb));
          rows.jobs.values().removeIf(row -> row.job().kb().equals(kb));
          rows.events.removeIf(event -> event.kb().equals(kb));
          rows.schedules.removeIf(schedule -> schedule.kb().equals(kb));
          rows.requests.removeIf(request -> request.kb().equals(kb));
          rows.settings.remove(kb);
          rows.unread.removeIf(unread -> unread.kb().equals(kb));
          rows.bases.remove(kb);
        });
  }

  private static IndexRef newIndex(Rows rows, KnowledgeBaseId kb, EmbeddingSpace space) {
    return new IndexRef(kb, DATABASE, "index-" + rows.number(), space);
  }

  private static Base require(Rows rows, KnowledgeBaseId kb) {
    Base base = rows.bases.get(kb);
    if (base == null) {
      throw new IngestionException(
          ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base %s".formatted(kb));
    }
    return base;
  }

  static KnowledgeBase change(Rows rows, KnowledgeBaseId kb, UnaryOperator<KnowledgeBase> change) {
    Base base = require(rows, kb);
    KnowledgeBase changed = change.apply(base.base());
    rows.bases.put(kb, new Base(changed, base.sources(), base.priority()));
    return changed;
  }

  /** Documents stay, as if none had ever been read; what the active job had queued is gone. */
  private void forgetContents(Rows rows, KnowledgeBaseId kb) {
    deleteContents(rows, kb);
    for (DocumentRow document : rows.documents.values()) {
      if (document.kb.equals(kb)) {
        document.forgetContent();
        document.live = null;
        document.liveRevision = null;
        document.liveChunks = 0;
        document.pending = null;
        document.outcome = Outcome.PENDING;
        document.code = null;
        document.reason = null;
      }
    }
    Instant now = clock.instant();
    rows.jobs.replaceAll(
        (number, row) ->
            row.job().kb().equals(kb) && row.job().status().isActive()
                ? row.with(unread(row.job(), now))
                : row);
  }

  private static Job unread(Job job, Instant now) {
    DocumentCounts documents = job.documents();
    ChunkCounts chunks = job.chunks();
    return Rows.counted(
        job,
        new DocumentCounts(
            documents.seen(),
            0,
            documents.unchanged(),
            documents.skipped(),
            documents.failed(),
            documents.removed()),
        new ChunkCounts(
            chunks.indexed() + chunks.dead(), chunks.embedded(), chunks.indexed(), chunks.dead()),
        now);
  }

  private static void deleteContents(Rows rows, KnowledgeBaseId kb) {
    rows.batches.values().removeIf(batch -> batch.kb().equals(kb));
    rows.generations.values().removeIf(generation -> generation.kb().equals(kb));
    rows.switches.values().removeIf(told -> told.kb().equals(kb));
    rows.letters.values().removeIf(letter -> letter.kb().equals(kb));
  }
}
