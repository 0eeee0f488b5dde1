package dev.ingestion.adapters.fs;

import dev.ingestion.adapters.fs.FolderNames.Level;
import dev.ingestion.adapters.fs.FolderNames.Name;
import dev.ingestion.adapters.fs.FolderNames.Seen;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.SourceListing;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks a folder depth first, with the names of one folder for each level in hand. */
final class FolderListing implements SourceListing {
  private final FolderRoot root;
  private final FolderNames names;
  private final String identity;
  private final Duration lookHolds;
  private final Deque<Level> levels = new ArrayDeque<>();
  private @Nullable String last;

  /**
   * @param lookHolds how long what was seen of a file when its folder was read is as good as
   *     another look at it
   */
  FolderListing(FolderRoot root, FolderNames names, Duration lookHolds) throws IOException {
    this.root = root;
    this.names = names;
    this.lookHolds = lookHolds;
    this.identity = root.identity();
    levels.push(names.read(""));
  }

  @Override
  public Optional<Entry> next() {
    try {
      for (Level level = levels.peek(); level != null; level = levels.peek()) {
        Name name = level.next();
        if (name == null) {
          levels.pop().names().close();
        } else {
          Entry entry = entry(level, name);
          // An escaped name may read like another file's real one, which then came before.
          if (entry != null && !entry.path().equals(last)) {
            last = entry.path();
            return Optional.of(entry);
          }
        }
      }
      requireSameRoot();
      return Optional.empty();
    } catch (IOException e) {
      throw brokeOff(Reasons.of(e), e);
    }
  }

  private @Nullable Entry entry(Level level, Name name) throws IOException {
    String path = level.folder() + name.text();
    Seen seen = name.seen();
    if (seen != null && level.isYoungerThan(lookHolds)) {
      return new Entry.Document(path, seen.stamp(), seen.size());
    }
    if (!name.readable()) {
      String reason =
          "its name is no text in the file system's encoding (%s)"
              .formatted(System.getProperty("sun.jnu.encoding"));
      return name.isFolder()
          ? new Entry.Unlistable(path, reason)
          : new Entry.Refused(path, ErrorCode.DOCUMENT_UNREADABLE, reason);
    }
    return name.isFolder() ? descend(path) : file(path);
  }

  private Entry.@Nullable Unlistable descend(String path) throws IOException {
    try {
      levels.push(names.read(path));
      requireSameRoot();
      return null;
    } catch (NoSuchFileException e) {
      requireSameRoot();
      return null; // deleted meanwhile
    } catch (IOException e) {
      return new Entry.Unlistable(path, Reasons.of(e));
    }
  }

  private @Nullable Entry file(String path) throws IOException {
    try {
      FileFacts facts = FileFacts.of(root.path().resolve(path));
      if (facts.kind() == FileFacts.Kind.FILE) {
        return new Entry.Document(path, facts.stamp(), facts.size());
      }
      return root.refuse(path, facts).orElse(null);
    } catch (NoSuchFileException e) {
      requireSameRoot();
      return null; // deleted meanwhile
    } catch (IOException e) {
      return new Entry.Refused(path, ErrorCode.DOCUMENT_UNREADABLE, Reasons.of(e));
    }
  }

  /** What is missing is only known to be deleted while the root itself is still there. */
  private void requireSameRoot() throws IOException {
    if (!root.identity().equals(identity)) {
      throw brokeOff("another folder took its place", null);
    }
  }

  private IngestionException brokeOff(String why, @Nullable IOException cause) {
    return new IngestionException(
        ErrorCode.SOURCE_UNAVAILABLE,
        "The folder %s could not be listed to its end: %s".formatted(root.path(), why),
        cause);
  }

  @Override
  public void close() {
    try {
      for (Level level : levels) {
        level.names().close();
      }
    } catch (IOException e) {
      throw brokeOff(Reasons.of(e), e);
    }
  }
}
