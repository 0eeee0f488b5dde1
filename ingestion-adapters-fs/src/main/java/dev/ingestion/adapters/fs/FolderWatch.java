package dev.ingestion.adapters.fs;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.SourceWatcher;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch on a folder and all below it: one registration a folder, since the file system knows no
 * other, and new folders as they appear. Links are not followed, as listings do not follow them.
 */
final class FolderWatch implements SourceWatcher.Watch {
  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

  private final WatchedPaths paths;
  private final SourceWatcher.Listener listener;
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private volatile boolean closed;

  private FolderWatch(WatchedPaths paths, SourceWatcher.Listener listener, WatchService service) {
    this.paths = paths;
    this.listener = listener;
    this.service = service;
  }

  /**
   * @throws IngestionException SOURCE_UNAVAILABLE if the folder cannot be watched
   */
  static FolderWatch begin(FolderRoot root, WatchedPaths paths, SourceWatcher.Listener listener) {
    try {
      WatchService service = root.path().getFileSystem().newWatchService();
      FolderWatch watch = new FolderWatch(paths, listener, service);
      try {
        watch.register(paths.root());
        watch.requireRoot();
      } catch (IOException | RuntimeException e) {
        watch.close();
        throw e;
      }
      Thread thread = new Thread(watch::run, "watch-" + root.path().getFileName());
      thread.setDaemon(true);
      thread.start();
      return watch;
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.SOURCE_UNAVAILABLE,
          "The folder %s cannot be watched: %s. If the system allows no more watches, raise its limit (on Linux fs.inotify.max_user_watches and max_user_instances), or have it ingested at an interval"
              .formatted(root.path(), Reasons.of(e)),
          e);
    }
  }

  private void requireRoot() throws IOException {
    if (!folders.containsValue(paths.root())) {
      throw new NoSuchFileException(paths.root().toString());
    }
  }

  /**
   * Registers a folder and all below it. A folder is registered before its content is looked at:
   * what is put into it in between is told or seen.
   *
   * @throws IOException if the system allows no more
   */
  private void register(Path folder) throws IOException {
    Deque<Path> open = new ArrayDeque<>();
    open.push(folder);
    while (!open.isEmpty()) {
      Path next = open.pop();
      if (paths.walks(next)) {
        try {
          folders.put(next.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), next);
          addFolders(next, open);
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
          log.debug("{} is not watched: {}", next, Reasons.of(e)); // a listing sees the same
        }
      }
    }
  }

  private static void addFolders(Path folder, Deque<Path> open) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(open::push);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void run() {
    try {
      while (folders.containsValue(paths.root())) {
        WatchKey key = service.take();
        if (hasChanged(key)) {
          listener.changed();
        }
        if (!key.reset()) {
          folders.remove(key);
        }
      }
      lost("it was deleted, or its disk was taken away");
    } catch (ClosedWatchServiceException e) {
      log.debug("{} is not watched any more", paths.root());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("The watch on {} has failed", paths.root(), e);
      lost(e.toString());
    }
  }

  private void lost(String reason) {
    boolean expected = closed;
    close();
    if (!expected) {
      listener.lost(reason);
    }
  }

  private boolean hasChanged(WatchKey key) {
    boolean changed = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      changed |= hasChanged(folders.get(key), event);
    }
    return changed;
  }

  private boolean hasChanged(@Nullable Path folder, WatchEvent<?> event) {
    if (folder == null) {
      return false; // moved away, and what is told of it is none of ours
    } else if (event.kind() == OVERFLOW) {
      registerNew(paths.root());
      return true;
    }
    Path path = folder.resolve((Path) event.context());
    if (event.kind() == ENTRY_DELETE) {
      return forget(path) || paths.takes(path);
    } else if (paths.walks(path)) {
      registerNew(path);
      return true;
    }
    return paths.takes(path) && !Files.isDirectory(path);
  }

  private void registerNew(Path folder) {
    try {
      register(folder);
    } catch (IOException e) {
      log.warn(
          "What changes below {} is only seen by the next run: it cannot be watched ({})",
          folder,
          Reasons.of(e));
    }
  }

  /**
   * @return whether it was a folder that was watched
   */
  private boolean forget(Path path) {
    List<WatchKey> below =
        folders.entrySet().stream()
            .filter(folder -> folder.getValue().startsWith(path))
            .map(Map.Entry::getKey)
            .toList();
    for (WatchKey key : below) {
      key.cancel();
      folders.remove(key);
    }
    return !below.isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    try {
      service.close();
    } catch (IOException e) {
      log.debug("The watch on {} was not closed: {}", paths.root(), e.toString());
    }
  }
}
