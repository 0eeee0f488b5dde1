package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.SourceSettings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens folders as sources. */
final class FolderSourceProvider implements DocumentSourceProvider {
  private final DataRoot dataRoot;
  private final TemporaryFiles temporaryFiles;
  private final FolderSourceConfig config;
  private final InstantSource clock;

  @Inject
  FolderSourceProvider(
      DataRoot dataRoot,
      TemporaryFiles temporaryFiles,
      FolderSourceConfig config,
      InstantSource clock) {
    this.dataRoot = dataRoot;
    this.temporaryFiles = temporaryFiles;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public String canonicalRoot(String root) {
    Path path = FolderRoot.resolve(root);
    Path own = realDataRoot();
    if (path.startsWith(own) && !path.startsWith(own.resolve(UploadFolder.ALL))) {
      throw new IngestionException(
          ErrorCode.SOURCE_NOT_FOUND,
          "Cannot read documents from '%s': it is the data root's own. Give another folder"
              .formatted(root));
    }
    return path.toString();
  }

  @Override
  public DocumentSource open(SourceSettings settings) {
    FileReader reader =
        new FileReader(FolderAccess::below, temporaryFiles, config.maxFileSize(), clock);
    return new FolderSource(
        settings.root(), new PathFilter(settings), realDataRoot(), reader, temporaryFiles);
  }

  private Path realDataRoot() {
    try {
      return dataRoot.path().toRealPath();
    } catch (NoSuchFileException e) {
      return dataRoot.path(); // not there yet, so it is no link either
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "Cannot look at the data root %s: %s".formatted(dataRoot.path(), Reasons.of(e)),
          e);
    }
  }
}
