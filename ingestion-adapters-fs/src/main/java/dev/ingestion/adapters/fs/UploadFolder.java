package dev.ingestion.adapters.fs;

import dev.ingestion.adapters.fs.Writers.Turn;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.UploadStore;
import jakarta.inject.Inject;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads in the folder {@code _uploads/<kb>} of the data root. A document is written among the
 * temporary files first, which do not outlive the process, and then takes its place.
 */
final class UploadFolder implements UploadStore {
  /** The folder of the data root below which each knowledge base has one for its documents. */
  static final Path ALL = Path.of("_uploads");

  private static final Logger log = LoggerFactory.getLogger(UploadFolder.class);

  private static final int LONGEST_PART = 255;
  private static final int LONGEST_PATH = 1_024;
  private static final int BUFFER = 64 * 1024;

  private final DataRoot dataRoot;
  private final TemporaryFiles temporaryFiles;
  private final DurableFile files;
  private final Writers writers = new Writers();

  @Inject
  UploadFolder(DataRoot dataRoot, TemporaryFiles temporaryFiles, DurableFile files) {
    this.dataRoot = dataRoot;
    this.temporaryFiles = temporaryFiles;
    this.files = files;
  }

  @Override
  public Path root(KnowledgeBaseId kb) {
    try {
      return Files.createDirectories(folder(kb));
    } catch (IOException e) {
      throw unavailable("make", folder(kb), e);
    }
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public Stored put(
      KnowledgeBaseId kb, String path, InputStream content, long most, Runnable admission) {
    Path file = file(kb, path);
    try {
      Path temporary = temporaryFiles.create("upload");
      try {
        long bytes = receive(content, temporary, most);
        // One at a time in a knowledge base: no folder goes between its making and its use.
        try (Turn unused = writers.await(kb)) {
          admission.run();
          return place(kb, path, temporary, file, bytes);
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw unavailable("keep", file, e);
    }
  }

  private long receive(InputStream content, Path temporary, long most) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
        bytes += read;
        if (bytes > most) {
          throw new IngestionException(
              ErrorCode.TOO_LARGE, "The document has more than %,d bytes".formatted(most));
        }
        out.write(buffer, 0, read);
      }
      files.sync(out);
    }
    return bytes;
  }

  private static int read(InputStream content, byte[] buffer) {
    try {
      return content.read(buffer);
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "The document ended too early; send it again", e);
    }
  }

  private Stored place(KnowledgeBaseId kb, String path, Path temporary, Path file, long bytes)
      throws IOException {
    Path folder = root(kb);
    Deque<Path> made = new ArrayDeque<>();
    for (String part : parents(path)) {
      folder = folder.resolve(part);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(path, "a part of it is a document and no folder");
      }
      if (!Files.exists(folder)) {
        Files.createDirectory(folder);
        made.push(folder);
      }
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(path, "there is a folder of this name");
    }
    boolean replaced = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    files.rename(temporary, file);
    files.syncFolderOf(file);
    for (Path one : made) {
      files.syncFolderOf(one);
    }
    return new Stored(bytes, replaced);
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public boolean remove(KnowledgeBaseId kb, String path) {
    Path file = file(kb, path);
    try {
      try (Turn unused = writers.await(kb)) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
        Files.delete(file);
        files.syncFolderOf(file);
        removeEmptyFolders(kb, parents(path));
        return true;
      }
    } catch (IOException e) {
      throw unavailable("remove", file, e);
    }
  }

  private void removeEmptyFolders(KnowledgeBaseId kb, List<String> parents) throws IOException {
    try {
      for (int depth = parents.size(); depth > 0; depth--) {
        Files.delete(folder(kb).resolve(String.join("/", parents.subList(0, depth))));
      }
    } catch (DirectoryNotEmptyException e) {
      log.debug("{} holds other documents and stays", e.getFile());
    }
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public void removeAll(KnowledgeBaseId kb) {
    Path root = folder(kb);
    try (Turn unused = writers.await(kb)) {
      if (Files.exists(root)) {
        removeAll(root);
      }
    }
  }

  private void removeAll(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
      files.syncFolderOf(root);
    } catch (IOException e) {
      throw unavailable("remove", root, e);
    } catch (UncheckedIOException e) {
      throw unavailable("remove", root, Objects.requireNonNull(e.getCause()));
    }
  }

  private Path folder(KnowledgeBaseId kb) {
    return dataRoot.path().resolve(ALL).resolve(kb.value());
  }

  private Path file(KnowledgeBaseId kb, String path) {
    if (path.isEmpty() || path.length() > LONGEST_PATH) {
      throw refused(path, "a path has 1 to %,d characters".formatted(LONGEST_PATH));
    }
    Path file = folder(kb);
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw refused(path, "its parts are names, with one '/' between them");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
        throw refused(path, "a name has %d bytes at most".formatted(LONGEST_PART));
      }
      if (part.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
        throw refused(path, "names have no control characters and no backslash");
      }
      try {
        file = file.resolve(part);
      } catch (InvalidPathException e) {
        throw new IngestionException(
            ErrorCode.INVALID_ARGUMENT,
            "'%s' cannot be a document's path here: %s".formatted(path, e.getReason()),
            e);
      }
    }
    return file;
  }

  private static List<String> parents(String path) {
    List<String> parts = List.of(path.split("/", -1));
    return parts.subList(0, parts.size() - 1);
  }

  private static IngestionException refused(String path, String why) {
    String shown = path.length() > 80 ? path.substring(0, 80) + "…" : path;
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "'%s' cannot be a document's path: %s".formatted(shown.replaceAll("\\p{Cntrl}", "?"), why));
  }

  private static IngestionException unavailable(String verb, Path file, IOException e) {
    return new IngestionException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot %s the uploads at %s: %s".formatted(verb, file, Reasons.of(e)),
        e);
  }
}
