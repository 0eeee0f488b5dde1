package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.SourceListing.Entry.Refused;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The root of a folder source, and what may be read below it.
 *
 * @param path real and absolute
 */
record FolderRoot(Path path) {

  /**
   * The absolute path of a root, links resolved as far as it exists. What does not exist (any more)
   * keeps its name.
   *
   * @throws IngestionException INVALID_ARGUMENT if it is no path
   */
  static Path resolve(String root) {
    try {
      return resolve(Path.of(root).toAbsolutePath());
    } catch (InvalidPathException e) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "'%s' is no path: %s".formatted(root, e.getReason()), e);
    }
  }

  private static Path resolve(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path normal = path.normalize();
      Path parent = normal.getParent();
      return parent == null ? normal : resolve(parent).resolve(normal.getFileName());
    }
  }

  /**
   * @throws IngestionException SOURCE_NOT_FOUND if there is no folder
   */
  static FolderRoot of(String root) {
    try {
      Path path = Path.of(root).toRealPath();
      if (!Files.isDirectory(path)) {
        throw notFound(root, "it is a file, not a folder");
      }
      return new FolderRoot(path);
    } catch (NoSuchFileException e) {
      throw notFound(root, "there is nothing there");
    } catch (IOException e) {
      throw notFound(root, Reasons.of(e));
    } catch (InvalidPathException e) {
      throw notFound(root, e.getReason());
    }
  }

  private static IngestionException notFound(String root, String why) {
    return new IngestionException(
        ErrorCode.SOURCE_NOT_FOUND,
        "Cannot read documents from '%s': %s. Give the path of a folder".formatted(root, why));
  }

  /** Names the folder itself, whatever its path: another device mounted here has another one. */
  String identity() throws IOException {
    return String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }

  /**
   * Says why what stands at a path is not read, if it is no file or only reached through a link. A
   * link is never followed: what it points to either stands below the root and is listed there, or
   * is none of ours.
   *
   * @param relative as listed
   * @throws IOException if it cannot be looked at
   */
  Optional<Refused> refuse(String relative, FileFacts facts) throws IOException {
    Path meant = path.resolve(relative);
    if (facts.kind() == FileFacts.Kind.OTHER) {
      return refused(relative, ErrorCode.NOT_A_FILE, "it is a device, a pipe or a socket");
    }
    try {
      Path real = meant.toRealPath();
      if (!real.startsWith(path)) {
        return refused(
            relative,
            ErrorCode.OUTSIDE_ROOT,
            "a link leads to %s, outside the source's folder".formatted(real));
      }
      if (!real.equals(meant)) {
        return refused(
            relative,
            ErrorCode.NOT_A_FILE,
            "a link leads to '%s'; links are not followed, what they lead to is read where it stands"
                .formatted(real.equals(path) ? "." : path.relativize(real)));
      }
    } catch (IOException e) {
      if (facts.kind() == FileFacts.Kind.LINK) {
        return refused(relative, ErrorCode.NOT_A_FILE, "it is a link that " + deadEnd(e));
      }
      throw e;
    }
    return facts.kind() == FileFacts.Kind.FOLDER
        ? refused(relative, ErrorCode.NOT_A_FILE, "it is a folder")
        : Optional.empty();
  }

  private static String deadEnd(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "leads to something that is not there";
    } else if (e instanceof AccessDeniedException) {
      return "leads to something that cannot be looked at: " + Reasons.of(e);
    }
    return "cannot be followed to its end; it may lead back to itself";
  }

  private static Optional<Refused> refused(String relative, ErrorCode code, String reason) {
    return Optional.of(new Refused(relative, code, reason));
  }
}
