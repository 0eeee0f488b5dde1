package dev.ingestion.adapters.db;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.SourceSettings;
import java.util.ArrayList;
import java.util.List;

/** Says in what two settings of one source differ. */
final class SourceConflicts {
  private SourceConflicts() {}

  static IngestionException between(
      KnowledgeBaseId kb, SourceSettings stored, SourceSettings asked) {
    List<String> differences = new ArrayList<>();
    compare(differences, "kind", stored.kind(), asked.kind());
    compare(differences, "root", stored.root(), asked.root());
    compare(differences, "include", stored.include(), asked.include());
    compare(differences, "exclude", stored.exclude(), asked.exclude());
    compare(differences, "hidden", stored.hidden(), asked.hidden());
    return new IngestionException(
        ErrorCode.SOURCE_CONFLICT,
        "Source %s of knowledge base %s is known with other settings: %s. Everything that it no longer lists would be deleted; use another source name, or the settings it has"
            .formatted(stored.name(), kb, String.join(", ", differences)));
  }

  private static void compare(List<String> differences, String name, Object is, Object asked) {
    if (!is.equals(asked)) {
      differences.add("%s is '%s' and not '%s'".formatted(name, is, asked));
    }
  }
}
