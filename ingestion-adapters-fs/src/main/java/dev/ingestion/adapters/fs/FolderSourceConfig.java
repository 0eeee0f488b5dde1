package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ByteSize;

/**
 * How a folder is read.
 *
 * @param maxFileSize files with more bytes are refused as too large
 */
public record FolderSourceConfig(ByteSize maxFileSize) {
  public FolderSourceConfig {
    if (maxFileSize.bytes() == 0) {
      throw new IllegalArgumentException("max-file-size must be more than 0 bytes");
    }
  }
}
