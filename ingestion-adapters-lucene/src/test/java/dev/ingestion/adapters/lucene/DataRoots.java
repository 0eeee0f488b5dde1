package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Data roots of processes that follow one another, each killed before the next begins. */
final class DataRoots implements AutoCloseable {
  static final LuceneConfig CONFIG = new LuceneConfig(ByteSize.ofMegabytes(1));

  private final Path folder;
  private final List<LuceneChunkIndex> started = new ArrayList<>();
  private int life = 1;

  DataRoots(Path folder) {
    this.folder = folder;
  }

  LuceneChunkIndex start() {
    LuceneChunkIndex index = new LuceneChunkIndex(new IndexFolders(root()), CONFIG);
    started.add(index);
    return index;
  }

  /**
   * What a killed process leaves are its files as they are at that moment. So they are copied while
   * it still runs, which leaves its locks behind as well.
   */
  LuceneChunkIndex killAndRestart() {
    Path killed = root().path();
    life++;
    copy(killed, root().path());
    return start();
  }

  /** Of the process that runs now. */
  DataRoot root() {
    return new DataRoot(folder.resolve("life-" + life));
  }

  @Override
  public void close() {
    started.forEach(LuceneChunkIndex::close);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(to.resolve(from.relativize(folder)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              try {
                Files.copy(file, to.resolve(from.relativize(file)));
              } catch (NoSuchFileException e) {
                return FileVisitResult.CONTINUE; // merged away meanwhile; in no commit
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
