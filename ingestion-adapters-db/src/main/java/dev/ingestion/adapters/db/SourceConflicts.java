package dev.ingestion.adapters.db;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.SourceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in what two settings of one source differ. */
final class SourceConflicts {
  private SourceConflicts() {}

  static IngestionException between(
      KnowledgeBaseId kb, SourceSettings stored, SourceSettings asked) {
    List<String> differences = new ArrayList<>();
    compare(differences, "kind", List.of(stored.kind()), List.of(asked.kind()));
    compare(differences, "root", List.of(stored.root()), List.of(asked.root()));
    compare(differences, "include", stored.include(), asked.include());
    compare(differences, "exclude", stored.exclude(), asked.exclude());
    compare(differences, "hidden", List.of(stored.hidden()), List.of(asked.hidden()));
    return new IngestionException(
        ErrorCode.SOURCE_CONFLICT,
        "Source %s of knowledge base %s is known with other settings: %s. Everything that it no longer lists would be deleted; use another source name, or the settings it has"
            .formatted(stored.name(), kb, String.join(", ", differences)));
  }

  private static void compare(List<String> differences, String name, List<?> is, List<?> asked) {
    if (!is.equals(asked)) {
      differences.add("%s is %s and not %s".formatted(name, quoted(is), quoted(asked)));
    }
  }

  private static String quoted(List<?> values) {
    return values.isEmpty()
        ? "empty"
        : values.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
  }
}
