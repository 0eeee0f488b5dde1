package dev.ingestion.ports.out;

import dev.ingestion.domain.KnowledgeBaseId;
import java.nio.file.Path;

/**
 * Where everything on disk lives. A folder for each knowledge base, and beside them folders of our
 * own whose names begin with an underscore, which no knowledge base id does.
 *
 * @param path absolute and normalized
 */
public record DataRoot(Path path) {
  public DataRoot {
    path = path.toAbsolutePath().normalize();
  }

  public Path knowledgeBase(KnowledgeBaseId kb) {
    return path.resolve(kb.value());
  }

  /**
   * @param name for example {@code database}
   */
  public Path own(String name) {
    return path.resolve("_" + name);
  }
}
