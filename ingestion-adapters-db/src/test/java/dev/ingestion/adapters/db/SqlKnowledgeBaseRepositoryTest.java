package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.testkit.KnowledgeBaseRepositoryContract;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.testkit.Stores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlKnowledgeBaseRepositoryTest extends KnowledgeBaseRepositoryContract {
  @TempDir Path root;
  private H2Stores opened;

  @Override
  protected Stores open(SettableClock clock) {
    opened = H2Stores.prepared(root, clock);
    return opened.ports();
  }

  @Override
  protected void close() {
    opened.close();
  }

  @Test
  void aSourceConflictIsSaidInWords() {
    KnowledgeBaseId kb = new KnowledgeBaseId("handbook");
    SourceSettings stored = source(List.of(), List.of("a", "b"));

    assertThat(SourceConflicts.between(kb, stored, source(List.of("*.html"), List.of())))
        .hasMessageContaining(
            "with other settings: include is empty and not '*.html',"
                + " exclude is 'a', 'b' and not empty. Every");
  }

  private static SourceSettings source(List<String> include, List<String> exclude) {
    return new SourceSettings(SourceName.DEFAULT, "folder", "/docs", include, exclude, false);
  }
}
