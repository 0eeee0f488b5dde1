package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A copy of a stream's bytes: in memory, or in a temporary file if there are many. */
final class Spool implements AutoCloseable {
  /** More bytes than this go to a file. */
  static final int IN_MEMORY = 1024 * 1024;

  private final long size;
  private final String hash;
  private final byte[] bytes;
  private final @Nullable Path file;

  private Spool(long size, String hash, byte[] bytes, @Nullable Path file) {
    this.size = size;
    this.hash = hash;
    this.bytes = bytes;
    this.file = file;
  }

  /**
   * Copies to the end, or until there are more bytes than the limit.
   *
   * @throws IOException if the stream cannot be read
   * @throws IngestionException STORAGE_UNAVAILABLE if the temporary file cannot be written
   */
  static Spool copy(InputStream stream, long limit, TemporaryFiles temporaryFiles)
      throws IOException {
    DigestInputStream in = new DigestInputStream(stream, sha256());
    byte[] head = in.readNBytes(IN_MEMORY + 1);
    if (head.length <= IN_MEMORY) {
      return new Spool(head.length, hash(in), head, null);
    }
    Path file = stored(() -> temporaryFiles.create("document"));
    boolean complete = false;
    try (OutputStream out = stored(() -> Files.newOutputStream(file))) {
      long size = 0;
      for (int length = head.length; length > 0 && size <= limit; length = in.read(head)) {
        write(out, head, length);
        size += length;
      }
      complete = true;
      return new Spool(size, hash(in), new byte[0], file);
    } finally {
      if (!complete) {
        Files.delete(file);
      }
    }
  }

  private static void write(OutputStream out, byte[] bytes, int length) {
    stored(
        () -> {
          out.write(bytes, 0, length);
          return out;
        });
  }

  long size() {
    return size;
  }

  /** SHA-256 in lower-case hexadecimal. */
  String hash() {
    return hash;
  }

  InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
  }

  @Override
  public void close() {
    if (file != null) {
      stored(() -> Files.deleteIfExists(file));
    }
  }

  private static String hash(DigestInputStream in) {
    return HexFormat.of().formatHex(in.getMessageDigest().digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  // A full disk of ours is not the document's fault.
  private static <T> T stored(StorageCall<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot keep a document's bytes in a temporary file: " + Reasons.of(e),
          e);
    }
  }

  private interface StorageCall<T> {
    T run() throws IOException;
  }
}
