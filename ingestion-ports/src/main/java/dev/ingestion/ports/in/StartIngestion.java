package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a knowledge base to be made true to a source.
 *
 * @param pipeline name of a registered pipeline
 * @param root a folder's path or a URL, as the person gave it
 * @param include globs of the paths to take; empty for all
 * @param exclude globs of the paths to leave out
 * @param hidden whether hidden files and folders are taken
 * @param allowMassDelete whether most of the knowledge base may be removed
 * @param priority null for that which the job has already, or the usual one
 */
public record StartIngestion(
    KnowledgeBaseId kb,
    String pipeline,
    SourceName source,
    String root,
    List<String> include,
    List<String> exclude,
    boolean hidden,
    boolean allowMassDelete,
    @Nullable JobPriority priority) {
  public StartIngestion {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** The same with the priority that the job has already, or the usual one. */
  public StartIngestion(
      KnowledgeBaseId kb,
      String pipeline,
      SourceName source,
      String root,
      List<String> include,
      List<String> exclude,
      boolean hidden,
      boolean allowMassDelete) {
    this(kb, pipeline, source, root, include, exclude, hidden, allowMassDelete, null);
  }
}
