package dev.ingestion.adapters.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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
    long begun = System.nanoTime();
    Path within = root.resolve(folder);
    NameSorter names = new NameSorter(temporaryFiles, namesInMemory);
    boolean complete = false;
    try (DirectoryStream<Path> entries = access.openFolder(Path.of(folder))) {
      for (Path entry : entries) {
        add(names, folder, within, entry.getFileName());
      }
      complete = true;
      return new Level(folder, names, begun);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } finally {
      if (!complete) {
        names.close();
      }
    }
  }

  private void add(NameSorter names, String folder, Path within, Path entry) throws IOException {
    Path path = within.resolve(entry);
    String text = entry.toString();
    boolean readable = survivesDecoding(entry, text);
    if (!readable) {
      text = UndecodableName.escape(path);
    }
    boolean taken = filter.takes(folder + text);
    if (!taken && !filter.walks(folder + text)) {
      return;
    }
    Look look = Look.at(path);
    if (taken && look.nature() != Nature.FOLDER) {
      names.add(new Name(text, readable, look.seen()).toBytes());
    }
    if (look.nature() != Nature.FILE && filter.walks(folder + text) && !path.equals(dataRoot)) {
      names.add(new Name(text + "/", readable, null).toBytes());
    }
  }

  /**
   * What stands at a path.
   *
   * @param seen null unless it is a file
   */
  private record Look(Nature nature, @Nullable Seen seen) {
    static Look at(Path path) {
      try {
        FileFacts facts = FileFacts.of(path);
        return switch (facts.kind()) {
          case FOLDER -> new Look(Nature.FOLDER, null);
          case FILE -> new Look(Nature.FILE, new Seen(facts.size(), facts.stamp()));
          case LINK, OTHER -> new Look(Nature.FILE, null);
        };
      } catch (NoSuchFileException e) {
        return new Look(Nature.FILE, null); // whoever looks at it finds that it is gone
      } catch (IOException e) {
        return new Look(Nature.UNKNOWN, null);
      }
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

  /**
   * The names in one folder, and where to stand in them.
   *
   * @param begun when the first of its files was looked at at the earliest, monotonic
   */
  record Level(String folder, NameSorter names, long begun) {
    boolean isYoungerThan(Duration age) {
      return System.nanoTime() - begun < age.toNanos();
    }

    @Nullable Name next() throws IOException {
      byte[] bytes = names.next();
      return bytes == null ? null : Name.ofBytes(bytes);
    }
  }

  /**
   * What was seen of a file when its folder was read.
   *
   * @param size in bytes
   */
  record Seen(long size, String stamp) {}

  /**
   * A name in a folder.
   *
   * @param text ends in a slash if it is a folder's
   * @param readable whether the text leads back to the file
   * @param seen null if that was no file, or could not be looked at
   */
  record Name(String text, boolean readable, @Nullable Seen seen) {
    private static final byte SEEN = 1;
    private static final byte UNREADABLE = 2;

    /**
     * Sorted by these bytes. No name contains the byte 0, so it can end one: behind it stands what
     * was seen of a readable one, or that it is unreadable, which is more.
     */
    byte[] toBytes() {
      byte[] name = text.getBytes(StandardCharsets.UTF_8);
      if (!readable) {
        return ByteBuffer.allocate(name.length + 2).put(name).put((byte) 0).put(UNREADABLE).array();
      }
      if (seen == null) {
        return name;
      }
      byte[] stamp = seen.stamp().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(name.length + 2 + Long.BYTES + stamp.length)
          .put(name)
          .put((byte) 0)
          .put(SEEN)
          .putLong(seen.size())
          .put(stamp)
          .array();
    }

    static Name ofBytes(byte[] bytes) {
      int length = 0;
      while (length < bytes.length && bytes[length] != 0) {
        length++;
      }
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      if (length == bytes.length) {
        return new Name(text, true, null);
      }
      if (bytes[length + 1] == UNREADABLE) {
        return new Name(text, false, null);
      }
      int stamp = length + 2 + Long.BYTES;
      return new Name(
          text,
          true,
          new Seen(
              ByteBuffer.wrap(bytes).getLong(length + 2),
              new String(bytes, stamp, bytes.length - stamp, StandardCharsets.UTF_8)));
    }

    boolean isFolder() {
      return text.endsWith("/");
    }
  }
}
