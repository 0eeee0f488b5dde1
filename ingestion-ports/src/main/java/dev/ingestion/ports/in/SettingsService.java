package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates knowledge bases, and keeps how each is filled. Thread-safe; what is changed is durable
 * when a method returns. Every method but {@link #create} throws an IngestionException with
 * UNKNOWN_KNOWLEDGE_BASE if there is no such knowledge base.
 */
public interface SettingsService {
  /**
   * Creates a knowledge base in which nothing is. A creation that was cut off is finished by the
   * next.
   *
   * @throws dev.ingestion.domain.IngestionException KNOWLEDGE_BASE_EXISTS, INVALID_ARGUMENT if the
   *     root cannot be one at all
   */
  Versioned create(KnowledgeBaseId kb, KnowledgeBaseSettings settings);

  /**
   * @return those that were kept; else the source of the latest job with the usual priority, as
   *     version 0
   * @throws dev.ingestion.domain.IngestionException SOURCE_NOT_FOUND if it has neither
   */
  Versioned show(KnowledgeBaseId kb);

  /**
   * Jobs that are there already are not changed.
   *
   * @param version of the settings that are replaced
   * @throws dev.ingestion.domain.IngestionException CHANGED_MEANWHILE if they are of another
   *     version; SOURCE_CONFLICT if documents of a source of this name were taken from elsewhere
   */
  Versioned change(KnowledgeBaseId kb, KnowledgeBaseSettings settings, long version);

  /**
   * What to start: the settings, or a source that is known by its name, but for what is given. The
   * priority is only the one that is given, so that the command is the same whenever it is made.
   *
   * @throws dev.ingestion.domain.IngestionException SOURCE_NOT_FOUND if nothing says where the
   *     documents are
   */
  StartIngestion command(KnowledgeBaseId kb, Given given);

  /**
   * @param version for {@link #change}
   */
  record Versioned(KnowledgeBaseSettings settings, long version) {}

  /**
   * What a start says by itself; null is left to the settings.
   *
   * @param allowMassDelete whether most of the knowledge base may be removed
   */
  record Given(
      @Nullable SourceName source,
      @Nullable String root,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable Boolean hidden,
      @Nullable JobPriority priority,
      boolean allowMassDelete) {
    public static final Given NOTHING = new Given(null, null, null, null, null, null, false);
  }
}
