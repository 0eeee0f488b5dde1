package dev.ingestion.adapters.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file, of a link rather than of what it points to. Equal facts
 * promise equal content, unless the file was changed too shortly before.
 *
 * @param changed when content or attributes changed; nobody can set it back
 * @param identity of the file behind the name
 */
record FileFacts(Kind kind, long size, FileTime modified, FileTime changed, String identity) {
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER
  }

  // Within this time a second change can leave all facts as they were.
  private static final Duration RACY = Duration.ofSeconds(2);
  private static final String UNIX = "unix:mode,size,lastModifiedTime,ctime,ino";

  /** The bits of a mode that say what it is the mode of, and their values. */
  private static final int TYPE = 0170000;

  private static final int FILE_TYPE = 0100000;
  private static final int FOLDER_TYPE = 0040000;
  private static final int LINK_TYPE = 0120000;

  static FileFacts of(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> unix = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
      return new FileFacts(
          kind(attribute(unix, "mode", Integer.class) & TYPE),
          attribute(unix, "size", Long.class),
          attribute(unix, "lastModifiedTime", FileTime.class),
          attribute(unix, "ctime", FileTime.class),
          attribute(unix, "ino", Long.class).toString());
    }
    BasicFileAttributes basic =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new FileFacts(
        kind(basic),
        basic.size(),
        basic.lastModifiedTime(),
        basic.lastModifiedTime(),
        String.valueOf(basic.fileKey()));
  }

  private static <T> T attribute(Map<String, Object> all, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(all.get(name), name));
  }

  private static Kind kind(int type) {
    return switch (type) {
      case FILE_TYPE -> Kind.FILE;
      case FOLDER_TYPE -> Kind.FOLDER;
      case LINK_TYPE -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  private static Kind kind(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return Kind.FILE;
    } else if (attributes.isDirectory()) {
      return Kind.FOLDER;
    }
    return attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
  }

  /** Made for every file of a listing: a format costs as much as asking the file system. */
  String stamp() {
    return size
        + ":"
        + modified.to(TimeUnit.NANOSECONDS)
        + ":"
        + changed.to(TimeUnit.NANOSECONDS)
        + ":"
        + identity;
  }

  /** Whether, seen at this moment, the file changed too shortly before to trust its stamp. */
  boolean racyAt(Instant moment) {
    Instant trusted = moment.minus(RACY);
    return modified.toInstant().isAfter(trusted) || changed.toInstant().isAfter(trusted);
  }
}
