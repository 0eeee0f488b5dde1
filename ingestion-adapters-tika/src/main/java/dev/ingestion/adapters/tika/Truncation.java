package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.tika.io.TikaInputStream;

/**
 * Recognises files whose end is missing. Their parsers would rebuild what they can and give half a
 * document for a whole one.
 */
final class Truncation {
  /** A format that says at its end that it is whole. */
  private enum Format {
    PDF("%PDF-", "%%EOF", 1024),
    ZIP("PK\3\4", "PK\5\6", 65_557);

    private final String beginning;
    private final String end;
    private final int tail;

    /**
     * @param tail most bytes from the end mark to the end
     */
    Format(String beginning, String end, int tail) {
      this.beginning = beginning;
      this.end = end;
      this.tail = tail;
    }
  }

  private Truncation() {}

  static void refuse(TikaInputStream stream) throws IOException {
    byte[] bytes = new byte[5];
    int length = Math.max(0, stream.peek(bytes));
    String beginning = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (Format format : Format.values()) {
      if (beginning.startsWith(format.beginning)
          && !tail(stream, format.tail).contains(format.end)) {
        throw new IngestionException(
            ErrorCode.DOCUMENT_CORRUPT, "It is cut off: its end is missing");
      }
    }
  }

  private static String tail(TikaInputStream stream, int most) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(stream.getPath())) {
      file.position(Math.max(0, file.size() - most));
      ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - file.position()));
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // read on
      }
      return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }
  }
}
