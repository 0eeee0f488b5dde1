package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.job.JobPriority;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnowledgeBaseSettingsTest {
  private static KnowledgeBaseSettings settings(
      Kind kind, String root, List<String> include, List<String> exclude) {
    return new KnowledgeBaseSettings(
        SourceName.DEFAULT, kind, root, include, exclude, false, JobPriority.DEFAULT);
  }

  private static void assertRefused(
      String why, Kind kind, String root, List<String> include, List<String> exclude) {
    assertThatThrownBy(() -> settings(kind, root, include, exclude))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining(why);
  }

  @Test
  void aFolderHasARootAndUploadsHaveNone() {
    assertThat(settings(Kind.FOLDER, "/docs", List.of(), List.of()).root()).isEqualTo("/docs");
    assertThat(settings(Kind.UPLOADS, "", List.of(), List.of()).root()).isEmpty();
    assertRefused("needs a root", Kind.FOLDER, " ", List.of(), List.of());
    assertRefused("leave out its root", Kind.UPLOADS, "/docs", List.of(), List.of());
  }

  @Test
  void noPatternIsEmpty() {
    assertRefused("'include'", Kind.UPLOADS, "", List.of("*.md", ""), List.of());
    assertRefused("'exclude'", Kind.FOLDER, "/docs", List.of(), List.of(""));
  }
}
