package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import java.util.List;

/** What a command to start says about its source. */
final class SourceCommands {
  private SourceCommands() {}

  static SourceSettings settings(StartIngestion command, Pipeline pipeline) {
    return new SourceSettings(
        command.source(),
        pipeline.sourceKind(),
        pipeline.sources().canonicalRoot(command.root()),
        command.include(),
        command.exclude(),
        command.hidden());
  }

  /**
   * @throws IngestionException SOURCE_CONFLICT if a source is known with other settings
   */
  static void requireSame(KnowledgeBaseId kb, SourceSettings stored, SourceSettings wanted) {
    if (!stored.equals(wanted)) {
      throw new IngestionException(
          ErrorCode.SOURCE_CONFLICT,
          "Source '%s' of knowledge base '%s' is %s; it cannot become %s. Give the other a name of its own"
              .formatted(stored.name(), kb, describe(stored), describe(wanted)));
    }
  }

  private static String describe(SourceSettings source) {
    return "%s (include %s, exclude %s%s)"
        .formatted(
            source.root(),
            listed(source.include(), "everything"),
            listed(source.exclude(), "nothing"),
            source.hidden() ? ", hidden" : "");
  }

  private static String listed(List<String> patterns, String ifNone) {
    return patterns.isEmpty() ? ifNone : String.join(" ", patterns);
  }
}
