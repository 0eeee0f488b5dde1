package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Parses a little and ends. The launcher runs it once for each Java, to make an archive of the
 * classes that every parser process needs: with it one starts in half the time.
 */
final class ParserRehearsal {
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "a.md", "# Title\n\nText.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
          "a.html", "<html><body><h1>Title</h1><p>Text.</p></body></html>",
          "a.csv", "a,b\n1,2\n",
          "a.txt", "Text.\n");

  private static final TikaConfig LIMITS =
      new TikaConfig(
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          1,
          1,
          ByteSize.ofMegabytes(1),
          1_000_000,
          ByteSize.ofMegabytes(1));

  private ParserRehearsal() {}

  /**
   * @param args a folder for temporary files
   */
  public static void main(String[] args) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Path.of(args[0]));
    DocumentExtractor extractor = new DocumentExtractor(new TikaLibrary(), folder, LIMITS);
    FrameWriter nobody = new FrameWriter(OutputStream.nullOutputStream());
    for (Map.Entry<String, String> document : DOCUMENTS.entrySet()) {
      ParsedDocument parsed =
          extractor.extract(document.getKey(), content(document.getValue()), () -> {});
      try (DataOutputStream out = new DataOutputStream(nobody.stream(Frame.Type.RESULT))) {
        DocumentCodec.write(parsed, out);
      }
    }
  }

  private static DocumentContent content(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new DocumentContent() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
