package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing.Entry.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Reads one version of a file, never a mixture of two. */
final class FileReader {
  private static final int ATTEMPTS = 3;

  private final FolderAccess.Factory accessFactory;
  private final TemporaryFiles temporaryFiles;
  private final ByteSize maxSize;
  private final InstantSource clock;

  FileReader(
      FolderAccess.Factory accessFactory,
      TemporaryFiles temporaryFiles,
      ByteSize maxSize,
      InstantSource clock) {
    this.accessFactory = accessFactory;
    this.temporaryFiles = temporaryFiles;
    this.maxSize = maxSize;
    this.clock = clock;
  }

  /**
   * @param relative normalized
   */
  FetchedDocument read(FolderRoot root, String relative) throws IOException {
    FolderAccess access = accessFactory.below(root.path());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Instant before = clock.instant();
      FileFacts facts = facts(root, relative);
      Spool content = copy(access, root, relative);
      boolean whole = false;
      try {
        whole = content.size() == facts.size() && facts.equals(facts(root, relative));
        if (whole) {
          return new FetchedFile(content, facts.racyAt(before) ? null : facts.stamp());
        }
      } finally {
        if (!whole) {
          content.close();
        }
      }
    }
    throw new IngestionException(
        ErrorCode.DOCUMENT_UNSTABLE,
        "'%s' changed during each of %d readings; ingest again when it is at rest"
            .formatted(relative, ATTEMPTS));
  }

  private FileFacts facts(FolderRoot root, String relative) throws IOException {
    FileFacts facts = FileFacts.of(root.path().resolve(relative));
    Optional<Refused> refused = root.refuse(relative, facts);
    if (refused.isPresent()) {
      throw new IngestionException(
          refused.get().code(), "'%s' is not read: %s".formatted(relative, refused.get().reason()));
    }
    if (facts.size() > maxSize.bytes()) {
      throw tooLarge(relative, new ByteSize(facts.size()).toString());
    }
    return facts;
  }

  private Spool copy(FolderAccess access, FolderRoot root, String relative) throws IOException {
    try (InputStream in = open(access, root, relative)) {
      Spool content = Spool.copy(in, maxSize.bytes(), temporaryFiles);
      if (content.size() > maxSize.bytes()) {
        content.close();
        throw tooLarge(relative, "more");
      }
      return content;
    }
  }

  private InputStream open(FolderAccess access, FolderRoot root, String relative)
      throws IOException {
    try {
      return Channels.newInputStream(access.openFile(Path.of(relative)));
    } catch (IOException e) {
      facts(root, relative); // says it better if a link was put there meanwhile
      throw e;
    }
  }

  private IngestionException tooLarge(String relative, String size) {
    return new IngestionException(
        ErrorCode.TOO_LARGE,
        "'%s' has %s, but no file with more than %s is read (ingestion.source.max-file-size)"
            .formatted(relative, size, maxSize));
  }
}
