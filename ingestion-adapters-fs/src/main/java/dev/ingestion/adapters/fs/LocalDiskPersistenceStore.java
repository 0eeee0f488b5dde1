package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.PersistenceStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JSON file for each knowledge base, {@code state.json} in its folder. */
final class LocalDiskPersistenceStore implements PersistenceStore {
  static final String FILE = "state.json";

  private static final Logger log = LoggerFactory.getLogger(LocalDiskPersistenceStore.class);

  private final DataRoot dataRoot;
  private final SnapshotFormat format = new SnapshotFormat();
  private final ConcurrentMap<KnowledgeBaseId, Object> writers = new ConcurrentHashMap<>();

  @Inject
  LocalDiskPersistenceStore(DataRoot dataRoot) {
    this.dataRoot = dataRoot;
  }

  @Override
  public void save(IngestionState state) {
    Path file = file(state.kb());
    byte[] snapshot = format.write(state);
    synchronized (writer(state.kb())) {
      try {
        Path folder = dataRoot.knowledgeBase(state.kb());
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(folder);
          DurableFile.syncFolderOf(folder);
        }
        keepDamagedAside(file);
        DurableFile.replace(file, snapshot);
      } catch (IOException e) {
        throw unavailable("write", file, e);
      }
    }
  }

  @Override
  public Optional<IngestionState> load(KnowledgeBaseId kb) {
    Path file = file(kb);
    try {
      return Optional.of(format.read(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("read", file, e);
    } catch (SnapshotFormat.Damaged e) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT,
          "Cannot read the snapshot %s: %s. The next one will replace it and keep this one beside it"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public void delete(KnowledgeBaseId kb) {
    Path file = file(kb);
    synchronized (writer(kb)) {
      try {
        Files.deleteIfExists(DurableFile.temporary(file));
        if (Files.deleteIfExists(file)) {
          DurableFile.syncFolderOf(file);
        }
        Files.deleteIfExists(dataRoot.knowledgeBase(kb));
      } catch (DirectoryNotEmptyException e) {
        log.debug("The folder of {} holds more than the snapshot and stays", kb);
      } catch (IOException e) {
        throw unavailable("delete", file, e);
      }
    }
  }

  private void keepDamagedAside(Path file) throws IOException {
    try {
      format.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      log.debug("{} is the first of its knowledge base", file);
    } catch (SnapshotFormat.Damaged e) {
      int number = 1;
      while (Files.exists(aside(file, number))) {
        number++;
      }
      Files.move(file, aside(file, number));
      log.warn("Kept {} aside as {}: {}", file, aside(file, number), e.getMessage());
    }
  }

  private static Path aside(Path file, int number) {
    return file.resolveSibling(FILE + ".damaged-" + number);
  }

  private Path file(KnowledgeBaseId kb) {
    return dataRoot.knowledgeBase(kb).resolve(FILE);
  }

  private Object writer(KnowledgeBaseId kb) {
    return writers.computeIfAbsent(kb, key -> new Object());
  }

  private static IngestionException unavailable(String verb, Path file, IOException e) {
    return new IngestionException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot %s the snapshot %s: %s".formatted(verb, file, Reasons.of(e)),
        e);
  }
}
