package dev.ingestion.adapters.fs;

import dev.ingestion.adapters.fs.Writers.Turn;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.PersistenceStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JSON file for each knowledge base, {@code state.json} in its folder. */
final class LocalDiskPersistenceStore implements PersistenceStore {
  static final String FILE = "state.json";

  private static final Logger log = LoggerFactory.getLogger(LocalDiskPersistenceStore.class);

  private final DataRoot dataRoot;
  private final DurableFile files;
  private final SnapshotFormat format = new SnapshotFormat();
  private final Writers writers = new Writers();

  @Inject
  LocalDiskPersistenceStore(DataRoot dataRoot, DurableFile files) {
    this.dataRoot = dataRoot;
    this.files = files;
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public void save(JobSnapshot snapshot) {
    KnowledgeBaseId kb = snapshot.state().kb();
    Path file = file(kb);
    byte[] json = format.write(snapshot);
    try (Turn unused = writers.await(kb)) {
      try {
        Path folder = dataRoot.knowledgeBase(kb);
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(folder);
          files.syncFolderOf(folder);
        }
        keepDamagedAside(file);
        files.replace(file, json);
      } catch (IOException e) {
        throw unavailable("write", file, e);
      }
    }
  }

  @Override
  public Optional<JobSnapshot> load(KnowledgeBaseId kb) {
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
  public List<KnowledgeBaseId> list() {
    if (!Files.isDirectory(dataRoot.path())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(dataRoot.path())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(FILE)))
          .map(folder -> folder.getFileName().toString())
          .flatMap(LocalDiskPersistenceStore::id)
          .sorted(Comparator.comparing(KnowledgeBaseId::value))
          .toList();
    } catch (IOException e) {
      throw unavailable("list", dataRoot.path(), e);
    }
  }

  @Override
  @SuppressWarnings("try") // held, not used
  public void delete(KnowledgeBaseId kb) {
    Path file = file(kb);
    try (Turn unused = writers.await(kb)) {
      try {
        Files.deleteIfExists(DurableFile.temporary(file));
        if (Files.deleteIfExists(file)) {
          files.syncFolderOf(file);
        }
        Files.deleteIfExists(dataRoot.knowledgeBase(kb));
      } catch (DirectoryNotEmptyException e) {
        log.debug("The folder of {} holds more than the snapshot and stays", kb);
      } catch (IOException e) {
        throw unavailable("delete", file, e);
      }
    }
  }

  /** Folders that are no knowledge base's may lie here as well. */
  private static Stream<KnowledgeBaseId> id(String folder) {
    try {
      return Stream.of(new KnowledgeBaseId(folder));
    } catch (IngestionException e) {
      log.debug("{} is not the folder of a knowledge base", folder);
      return Stream.empty();
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

  private static IngestionException unavailable(String verb, Path file, IOException e) {
    return new IngestionException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot %s the snapshot %s: %s".formatted(verb, file, Reasons.of(e)),
        e);
  }
}
