package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.jooq.tables.records.KnowledgeBaseRecord;
import dev.ingestion.adapters.db.jooq.tables.records.SourceRecord;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.SourceSettings;
import java.util.List;
import java.util.UUID;

/** Between a knowledge base, its sources and their rows. */
final class KnowledgeBaseRows {
  private KnowledgeBaseRows() {}

  static KnowledgeBase toKnowledgeBase(KnowledgeBaseRecord row, String databaseId) {
    KnowledgeBaseId kb = new KnowledgeBaseId(row.getKbId());
    return new KnowledgeBase(
        kb,
        new IndexRef(
            kb,
            databaseId,
            row.getBuildingIndex(),
            new EmbeddingSpace(row.getBuildingSpace(), row.getBuildingDimension())),
        new IndexRef(
            kb,
            databaseId,
            row.getServingIndex(),
            new EmbeddingSpace(row.getServingSpace(), row.getServingDimension())),
        row.getIndexCheckpoint(),
        row.getDeleting(),
        row.getCreatedAt());
  }

  /** Gives the knowledge base an index that nobody has seen. */
  static void buildNewIndex(KnowledgeBaseRecord row, EmbeddingSpace space) {
    row.setBuildingIndex(UUID.randomUUID().toString());
    row.setBuildingSpace(space.name());
    row.setBuildingDimension(space.dimension());
    row.setIndexCheckpoint(0L);
  }

  static void serveBuilding(KnowledgeBaseRecord row) {
    row.setServingIndex(row.getBuildingIndex());
    row.setServingSpace(row.getBuildingSpace());
    row.setServingDimension(row.getBuildingDimension());
  }

  static SourceSettings toSource(SourceRecord row) {
    return new SourceSettings(
        new SourceName(row.getName()),
        row.getKind(),
        row.getRoot(),
        List.of(row.getInclude()),
        List.of(row.getExclude()),
        row.getHidden());
  }

  static void fill(SourceRecord row, KnowledgeBaseId kb, SourceSettings source) {
    row.setKbId(kb.value());
    row.setName(source.name().value());
    row.setKind(source.kind());
    row.setRoot(source.root());
    row.setInclude(source.include().toArray(String[]::new));
    row.setExclude(source.exclude().toArray(String[]::new));
    row.setHidden(source.hidden());
  }
}
