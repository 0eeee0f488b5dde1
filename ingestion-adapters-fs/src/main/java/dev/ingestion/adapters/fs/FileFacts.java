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
  private static final String UNIX =
      "unix:size,lastModifiedTime,ctime,ino,isRegularFile,isDirectory,isSymbolicLink";

  static FileFacts of(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> unix = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
      return new FileFacts(
          kind(
              attribute(unix, "isRegularFile", Boolean.class),
              attribute(unix, "isDirectory", Boolean.class),
              attribute(unix, "isSymbolicLink", Boolean.class)),
          attribute(unix, "size", Long.class),
          attribute(unix, "lastModifiedTime", FileTime.class),
          attribute(unix, "ctime", FileTime.class),
          attribute(unix, "ino", Long.class).toString());
    }
    BasicFileAttributes basic =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new FileFacts(
        kind(basic.isRegularFile(), basic.isDirectory(), basic.isSymbolicLink()),
        basic.size(),
        basic.lastModifiedTime(),
        basic.lastModifiedTime(),
        String.valueOf(basic.fileKey()));
  }

  private static <T> T attribute(Map<String, Object> all, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(all.get(name), name));
  }

  private static Kind kind(boolean file, boolean folder, boolean link) {
    if (file) {
      return Kind.FILE;
    }
    return folder ? Kind.FOLDER : link ? Kind.LINK : Kind.OTHER;
  }

  String stamp() {
    return "%d:%d:%d:%s"
        .formatted(
            size, modified.to(TimeUnit.NANOSECONDS), changed.to(TimeUnit.NANOSECONDS), identity);
  }

  /** Whether, seen at this moment, the file changed too shortly before to trust its stamp. */
  boolean racyAt(Instant moment) {
    Instant trusted = moment.minus(RACY);
    return modified.toInstant().isAfter(trusted) || changed.toInstant().isAfter(trusted);
  }
}
