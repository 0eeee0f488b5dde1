package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A parsed document as bytes, for the way from a parser process to its parent. */
final class DocumentCodec {
  private static final int BYTES_PER_CHARACTER = 3;

  private DocumentCodec() {}

  static void write(ParsedDocument document, DataOutputStream out) throws IOException {
    writeText(document.title(), out);
    writeText(document.mediaType(), out);
    out.writeInt(document.blocks().size());
    List<String> headings = List.of();
    for (Block block : document.blocks()) {
      writeText(block.kind().name(), out);
      out.writeInt(block.page());
      boolean same = block.headings().equals(headings);
      out.writeBoolean(same);
      if (!same) {
        headings = block.headings();
        writeTexts(headings, out);
      }
      writeText(block.text(), out);
    }
  }

  /**
   * @param maxOutput most characters of text; more is no document of ours
   * @return a document equal to the one that was written
   */
  static ParsedDocument read(DataInputStream in, int maxOutput) throws IOException {
    Reader reader = new Reader(in, (long) maxOutput * BYTES_PER_CHARACTER + Frame.LARGEST);
    String title = reader.text();
    String mediaType = reader.text();
    int blocks = reader.count(maxOutput);
    ParsedDocument.Builder document = ParsedDocument.builder();
    List<String> headings = List.of();
    for (int i = 0; i < blocks; i++) {
      BlockKind kind = reader.kind();
      int page = reader.count(Integer.MAX_VALUE);
      if (!in.readBoolean()) {
        headings = List.copyOf(reader.texts());
      }
      document.add(kind, reader.text(), headings, page);
      if (document.length() > 2L * maxOutput) {
        throw new Frame.GarbledException("More text than was allowed");
      }
    }
    return document.build(title, mediaType);
  }

  static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void writeTexts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text, out);
    }
  }

  /** Takes nothing on trust: who wrote it has read documents of strangers. */
  record Reader(DataInputStream in, long longest) {
    private static final int MOST_HEADINGS = 100_000;

    String text() throws IOException {
      int length = count((int) Math.min(longest, Integer.MAX_VALUE - 8));
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new Frame.GarbledException("A text breaks off");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> texts() throws IOException {
      int count = count(MOST_HEADINGS);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        texts.add(text());
      }
      return texts;
    }

    int count(int most) throws IOException {
      int count = in.readInt();
      if (count < 0 || count > most) {
        throw new Frame.GarbledException("Not a number from 0 to %d: %d".formatted(most, count));
      }
      return count;
    }

    BlockKind kind() throws IOException {
      String name = text();
      try {
        return BlockKind.valueOf(name);
      } catch (IllegalArgumentException e) {
        throw new Frame.GarbledException("No kind of block: " + name);
      }
    }
  }
}
