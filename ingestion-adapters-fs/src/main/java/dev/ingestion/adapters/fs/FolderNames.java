package dev.ingestion.adapters.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names in a folder and sorts them such that the paths of all that stands below come in
 * the order of their bytes: a folder's name counts with a slash at its end.
 */
final class FolderNames {
  private final Path root;
  private final PathFilter filter;
  private final Path dataRoot;
  private final TemporaryFiles temporaryFiles;
  private final int namesInMemory;
  private final FolderAccess access;

  FolderNames(
      Path root, PathFilter filter, Path dataRoot, TemporaryFiles temporaryFiles, int namesInMemory)
      throws IOException {
    this.root = root;
    this.filter = filter;
    this.dataRoot = dataRoot;
    this.temporaryFiles = temporaryFiles;
    this.namesInMemory = namesInMemory;
    this.access = FolderAccess.below(root);
  }

  /**
   * @param folder relative path, empty for the root or ending in a slash
   */
  Level read(String folder) throws IOException {
    NameSorter names = new NameSorter(temporaryFiles, namesInMemory);
    boolean complete = false;
    try (DirectoryStream<Path> entries = access.openFolder(Path.of(folder))) {
      for (Path entry : entries) {
        add(names, folder, entry.getFileName());
      }
      complete = true;
      return new Level(folder, names);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } finally {
      if (!complete) {
        names.close();
      }
    }
  }

  private void add(NameSorter names, String folder, Path entry) throws IOException {
    Path path = root.resolve(folder).resolve(entry);
    String text = entry.toString();
    boolean readable = survivesDecoding(entry, text);
    if (!readable) {
      text = UndecodableName.escape(path);
    }
    Nature nature = nature(path);
    if (nature != Nature.FOLDER && filter.takes(folder + text)) {
      names.add(new Name(text, readable).toBytes());
    }
    if (nature != Nature.FILE && filter.walks(folder + text) && !path.equals(dataRoot)) {
      names.add(new Name(text + "/", readable).toBytes());
    }
  }

  private static Nature nature(Path path) {
    try {
      return FileFacts.isFolder(path) ? Nature.FOLDER : Nature.FILE;
    } catch (NoSuchFileException e) {
      return Nature.FILE; // whoever looks at it finds that it is gone
    } catch (IOException e) {
      return Nature.UNKNOWN;
    }
  }

  // A name is bytes; not all bytes are text in the encoding that this process reads them in.
  private static boolean survivesDecoding(Path entry, String text) {
    try {
      return entry.getFileSystem().getPath(text).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** What cannot be looked at may be either, and must count as neither being deleted. */
  private enum Nature {
    FILE,
    FOLDER,
    UNKNOWN
  }

  /** The names in one folder, and where to stand in them. */
  record Level(String folder, NameSorter names) {
    @Nullable Name next() throws IOException {
      byte[] bytes = names.next();
      return bytes == null ? null : Name.ofBytes(bytes);
    }
  }

  /**
   * A name in a folder.
   *
   * @param text ends in a slash if it is a folder's
   * @param readable whether the text leads back to the file
   */
  record Name(String text, boolean readable) {
    // Sorted by these bytes. No name contains the byte 0, so it can end an unreadable one.
    byte[] toBytes() {
      return (readable ? text : text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    static Name ofBytes(byte[] bytes) {
      boolean readable = bytes[bytes.length - 1] != 0;
      int length = readable ? bytes.length : bytes.length - 1;
      return new Name(new String(bytes, 0, length, StandardCharsets.UTF_8), readable);
    }

    boolean isFolder() {
      return text.endsWith("/");
    }
  }
}
