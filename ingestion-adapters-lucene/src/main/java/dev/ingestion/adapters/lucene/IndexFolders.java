package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.IndexRef;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/** Where indexes lie: {@code <data root>/<knowledge base>/index/<index id>}. */
class IndexFolders {
  private final DataRoot root;

  @Inject
  IndexFolders(DataRoot root) {
    this.root = root;
  }

  Path of(IndexRef ref) {
    return of(ref.kb(), ref.indexId());
  }

  Path of(KnowledgeBaseId kb, String indexId) {
    return all(kb).resolve(indexId);
  }

  /** Ids of the indexes of a knowledge base, whole or not, in their order. */
  List<String> ids(KnowledgeBaseId kb) throws IOException {
    if (!Files.isDirectory(all(kb))) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(all(kb))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Whether there is a commit, readable or not. */
  boolean hasCommit(IndexRef ref) throws IOException {
    return files(ref).stream().anyMatch(name -> name.startsWith(IndexFileNames.SEGMENTS));
  }

  /** Whether there is anything of an index; the lock's file alone is nothing. */
  boolean hasRemains(IndexRef ref) throws IOException {
    return files(ref).stream().anyMatch(name -> name.startsWith("_"));
  }

  /** Makes an empty folder, and sees to it that it outlives a loss of power. */
  void make(IndexRef ref) throws IOException {
    delete(ref.kb(), ref.indexId());
    Files.createDirectories(of(ref));
    IOUtils.fsync(all(ref.kb()), true);
    IOUtils.fsync(root.knowledgeBase(ref.kb()), true);
    IOUtils.fsync(root.path(), true);
  }

  /**
   * Always memory-mapped: a thread that is interrupted while it reads through a shared file channel
   * closes that for every other reader, and there is no channel to close in a map.
   */
  Directory open(Path folder) throws IOException {
    return new MMapDirectory(folder);
  }

  /** Deletes a folder and all that is in it, if it is there. */
  void clear(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      IOUtils.rm(folder);
    }
  }

  void delete(KnowledgeBaseId kb, String indexId) throws IOException {
    IOUtils.rm(of(kb, indexId));
  }

  void deleteAll(KnowledgeBaseId kb) throws IOException {
    IOUtils.rm(all(kb));
  }

  private Path all(KnowledgeBaseId kb) {
    return root.knowledgeBase(kb).resolve("index");
  }

  private List<String> files(IndexRef ref) throws IOException {
    if (!Files.isDirectory(of(ref))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(of(ref))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
