package dev.ingestion.domain;

import dev.ingestion.domain.job.JobPriority;
import java.util.List;

/**
 * How a knowledge base is filled when nobody says otherwise.
 *
 * @param root folder of the source; empty for {@link Kind#UPLOADS}, which have their own
 * @param include globs of the paths to take; empty for all
 * @param exclude globs of the paths to leave out
 * @param hidden whether hidden files and folders are taken
 */
public record KnowledgeBaseSettings(
    SourceName source,
    Kind kind,
    String root,
    List<String> include,
    List<String> exclude,
    boolean hidden,
    JobPriority priority) {
  public KnowledgeBaseSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    requireNoneEmpty("include", include);
    requireNoneEmpty("exclude", exclude);
    if (kind == Kind.FOLDER && root.isBlank()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "A source of kind 'folder' needs a root: the folder's path");
    }
    if (kind == Kind.UPLOADS && !root.isEmpty()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "A source of kind 'uploads' has a folder of its own; leave out its root");
    }
  }

  private static void requireNoneEmpty(String list, List<String> patterns) {
    if (patterns.contains("")) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "A pattern of '%s' is empty; leave it out".formatted(list));
    }
  }

  /** Where documents come from. Stored: kinds are added, never renamed. */
  public enum Kind {
    /** A folder that somebody else keeps. */
    FOLDER,
    /** What is uploaded. */
    UPLOADS
  }
}
