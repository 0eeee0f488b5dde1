package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE_SETTINGS;

import dev.ingestion.adapters.db.jooq.tables.records.KnowledgeBaseSettingsRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.StoredSettings;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** The rows that say how knowledge bases are filled. */
final class SettingsRows {
  private SettingsRows() {}

  static Optional<StoredSettings> find(DSLContext sql, KnowledgeBaseId kb) {
    return sql.selectFrom(KNOWLEDGE_BASE_SETTINGS)
        .where(KNOWLEDGE_BASE_SETTINGS.KB_ID.eq(kb.value()))
        .fetchOptional(SettingsRows::toSettings);
  }

  /** To be called by whoever holds the knowledge base's row. */
  static StoredSettings save(
      DSLContext tx, KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version) {
    long stored = find(tx, kb).map(StoredSettings::version).orElse(0L);
    if (stored != version) {
      throw new IngestionException(
          ErrorCode.CHANGED_MEANWHILE,
          "The settings of %s are of version %d and not %d; read them again before you change them"
              .formatted(kb, stored, version));
    }
    KnowledgeBaseSettingsRecord row = tx.newRecord(KNOWLEDGE_BASE_SETTINGS);
    fill(row, kb, settings);
    row.setVersion(version + 1);
    if (stored == 0) {
      row.insert();
    } else {
      row.update();
    }
    return new StoredSettings(settings, version + 1);
  }

  private static void fill(
      KnowledgeBaseSettingsRecord row, KnowledgeBaseId kb, KnowledgeBaseSettings settings) {
    row.setKbId(kb.value());
    row.setSource(settings.source().value());
    row.setKind(settings.kind().name());
    row.setRoot(settings.root());
    row.setInclude(settings.include().toArray(String[]::new));
    row.setExclude(settings.exclude().toArray(String[]::new));
    row.setHidden(settings.hidden());
    row.setPriority(settings.priority().value());
  }

  private static StoredSettings toSettings(KnowledgeBaseSettingsRecord row) {
    KnowledgeBaseSettings settings =
        new KnowledgeBaseSettings(
            new SourceName(row.getSource()),
            StoredText.constant(KnowledgeBaseSettings.Kind.class, row.getKind()),
            row.getRoot(),
            List.of(row.getInclude()),
            List.of(row.getExclude()),
            row.getHidden(),
            new JobPriority(row.getPriority()));
    return new StoredSettings(settings, row.getVersion());
  }
}
