package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a knowledge base is filled, in JSON. */
record SettingsBody(SourceBody source, @Nullable Integer priority) {
  SettingsBody {
    Input.require("source", source);
  }

  static SettingsBody of(KnowledgeBaseSettings settings) {
    return new SettingsBody(
        new SourceBody(
            settings.source().value(),
            settings.kind().name().toLowerCase(Locale.ROOT),
            settings.root().isEmpty() ? null : settings.root(),
            settings.include(),
            settings.exclude(),
            settings.hidden()),
        settings.priority().value());
  }

  /**
   * @param places where folders may lie
   */
  KnowledgeBaseSettings settings(SourceRoots places) {
    Kind kind = kind(source.kind);
    return new KnowledgeBaseSettings(
        source.name == null ? SourceName.DEFAULT : new SourceName(source.name),
        kind,
        root(kind, places),
        source.include == null ? List.of() : source.include,
        source.exclude == null ? List.of() : source.exclude,
        Boolean.TRUE.equals(source.hidden),
        priority == null ? JobPriority.DEFAULT : new JobPriority(priority));
  }

  private String root(Kind kind, SourceRoots places) {
    if (source.root == null || source.root.isEmpty()) {
      return "";
    }
    return kind == Kind.FOLDER ? places.require(source.root) : source.root;
  }

  private static Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The kind of a source is 'folder' or 'uploads': '%s'".formatted(name)));
  }

  /** What is left out has its usual value. */
  record SourceBody(
      @Nullable String name,
      String kind,
      @Nullable String root,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable Boolean hidden) {
    SourceBody {
      Input.require("source.kind", kind);
    }
  }
}
