package dev.ingestion.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of text files that are made for a benchmark. */
final class GeneratedFiles {
  private GeneratedFiles() {}

  /** What a file has in it. */
  @FunctionalInterface
  interface Content {
    String of(int number);
  }

  /**
   * @param each files in one folder
   */
  static Path make(Path folder, int files, int each, Content content) {
    try {
      Path within = folder;
      for (int i = 0; i < files; i++) {
        if (i % each == 0) {
          within = Files.createDirectories(folder.resolve("d%04d".formatted(i / each)));
        }
        Files.writeString(within.resolve("f%06d.txt".formatted(i)), content.of(i));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file of about so many bytes. */
  static Path makeLarge(Path folder, long bytes) {
    try {
      Path file = Files.createDirectories(folder).resolve("large.txt");
      try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
        for (int i = 0; (long) i * (SyntheticDocuments.CHUNK_CHARACTERS + 2) < bytes; i++) {
          out.write(SyntheticDocuments.paragraph(i, "large"));
          out.write("\n\n");
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
